// Leaving a form of the desk with unsaved changes asks first. A form that the server showed again
// unsaved (refused, arranged, restored) counts as changed from the start.

const IGNORED = /^(csrfmiddlewaretoken|find-|_)/;
const form = document.querySelector("#content-main form[method=post][id$=_form]");

if (form) {
  const start = form.querySelector("[data-unsaved]") ? null : typed();
  let isSent = false;
  form.addEventListener("submit", () => {
    isSent = true;
  });
  // Coming back to the page as the browser kept it: it may be left once more.
  addEventListener("pageshow", () => {
    isSent = false;
  });
  addEventListener("beforeunload", (event) => {
    if (isSent || typed() === start) return;
    event.preventDefault();
    event.returnValue = ""; // Older browsers ask only for this.
  });
}

function typed() {
  const fields = [...new FormData(form)].filter(([name]) => !IGNORED.test(name));
  return JSON.stringify(fields.map(([name, value]) => [name, value instanceof File ? value.name : value]));
}
