// Copies words that were approved; without it, they stand in a field to be selected by hand.
"use strict";

for (const part of document.querySelectorAll("[data-copy]")) {
  const field = part.querySelector("textarea");
  const press = part.querySelector("button");
  const told = part.querySelector("[role=status]");
  const select = () => field.select();

  field.addEventListener("focus", select);
  press.hidden = false;
  press.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // Not offered or not allowed here: the words are selected, and the keyboard copies them.
      field.focus();
      select();
      told.textContent = told.dataset.byHand;
      return;
    }
    told.textContent = told.dataset.copied;
  });
}
