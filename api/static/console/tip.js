/* One box that says what a cell of the grid holds, at the pointer or at the focused cell. */
import { make } from "./page.js";

const GAP = 14;

export function startTip(frame, describe) {
  const tip = make("div", "grid-tip");
  tip.hidden = true;
  tip.setAttribute("role", "tooltip");
  document.body.append(tip);

  function show(cell, x, y) {
    const [first, ...rest] = describe(cell);
    tip.replaceChildren(make("b", "", first), ...rest.map((line) => make("div", "", line)));
    tip.hidden = false;
    const box = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(8, Math.min(x + GAP, innerWidth - box.width - 8))}px`;
    tip.style.top = `${y + GAP + box.height > innerHeight ? Math.max(8, y - GAP - box.height) : y + GAP}px`;
  }
  const cellOf = (event) => event.target.closest?.(".day");
  const hide = () => { tip.hidden = true; };

  frame.addEventListener("pointermove", (event) => {
    const cell = cellOf(event);
    if (cell) show(cell, event.clientX, event.clientY);
    else hide();
  });
  frame.addEventListener("pointerleave", hide);
  function showFocused() {
    const cell = cellOf({ target: document.activeElement });
    if (!cell || !frame.contains(cell)) { hide(); return; }
    const box = cell.getBoundingClientRect();
    show(cell, box.left, box.bottom - GAP);
  }
  frame.addEventListener("focusin", showFocused);
  frame.addEventListener("focusout", hide);
  frame.addEventListener("scroll", showFocused, { passive: true });
}
