// The admin's autocompletes tell assistive technology which field they are: each takes the name of
// the label of the <select> that it stands for, also in rows that are added later.

const place = document.getElementById("content-main") ?? document.body;

place.querySelectorAll(".select2-container").forEach(name);
new MutationObserver((changes) => {
  for (const change of changes) {
    for (const node of change.addedNodes) {
      if (node.nodeType !== Node.ELEMENT_NODE) continue;
      if (node.matches(".select2-container")) name(node);
      else node.querySelectorAll(".select2-container").forEach(name);
    }
  }
}).observe(place, { childList: true, subtree: true });

function name(container) {
  const select = container.previousElementSibling;
  const label = select?.labels?.[0];
  if (!label) return;
  label.id ||= `${select.id}_label`;
  const shown = container.querySelector(".select2-selection__rendered");
  const choice = container.querySelector(".select2-selection");
  choice?.setAttribute("aria-labelledby", shown?.id ? `${label.id} ${shown.id}` : label.id);
  shown?.setAttribute("aria-labelledby", label.id);
  container.querySelector(".select2-search__field")?.setAttribute("aria-labelledby", label.id);
}
