// Suggestions under the search boxes: fragments that the server renders, asked for while somebody
// types. Without this file the boxes search all the same.

const WAIT = 150; // milliseconds without a key
const SHORTEST = 2;

for (const input of document.querySelectorAll("input[type=search][data-suggest]")) {
  suggestFor(input);
}

function suggestFor(input) {
  const box = document.createElement("div");
  box.className = "suggested";
  box.hidden = true;
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  input.form.append(box, status);

  let timer;
  let asking = new AbortController();

  async function ask() {
    asking.abort();
    asking = new AbortController();
    const typed = input.value.trim();
    if (typed.length < SHORTEST) return close();
    try {
      const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(typed)}`, {
        signal: asking.signal,
      });
      if (answer.ok) show(await answer.text());
      else close();
    } catch (error) {
      // Another key was pressed, or the network is away: the box still searches.
      if (error.name !== "AbortError") close();
    }
  }

  function show(fragment) {
    box.innerHTML = fragment;
    const count = links().length;
    box.hidden = count === 0;
    status.textContent = count ? `${count} suggestions; the down arrow leads to them` : "";
  }

  function close() {
    clearTimeout(timer);
    asking.abort();
    box.hidden = true;
    status.textContent = "";
  }

  function links() {
    return [...box.querySelectorAll("a")];
  }

  function move(event, step) {
    if (box.hidden) return;
    event.preventDefault();
    const stops = [input, ...links()];
    const place = stops.indexOf(document.activeElement) + step;
    stops[(place + stops.length) % stops.length].focus();
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.form.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") move(event, 1);
    if (event.key === "ArrowUp") move(event, -1);
    if (event.key === "Escape" && !box.hidden) {
      event.preventDefault();
      input.focus();
      close();
    }
  });
  input.form.addEventListener("focusout", (event) => {
    if (!input.form.contains(event.relatedTarget)) close();
  });
  input.form.addEventListener("submit", close);
}
