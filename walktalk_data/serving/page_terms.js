// What a word means, beside the word: for whoever points at it, reaches it by the keyboard or taps it. It can be pointed at itself,
// stays until they leave, and goes with Escape (WCAG 1.4.13). The words of it stand in the page, where aria-describedby finds them.
(() => {
  const tip = document.createElement("div");
  tip.className = "meaning";
  tip.setAttribute("role", "tooltip");
  tip.hidden = true;
  document.body.append(tip);
  let term = null;
  let leaving = 0;

  const hide = () => {
    window.clearTimeout(leaving);
    tip.hidden = true;
    term = null;
  };
  const leave = () => {
    window.clearTimeout(leaving);
    leaving = window.setTimeout(hide, 200);
  };
  const show = (asked) => {
    window.clearTimeout(leaving);
    if (asked === term) return;
    const meaning = document.getElementById(asked.getAttribute("aria-describedby"));
    if (!meaning) return;
    term = asked;
    tip.textContent = meaning.textContent;
    tip.hidden = false;
    const word = asked.getBoundingClientRect();
    const below = word.bottom + 6 + tip.offsetHeight < window.innerHeight;
    tip.style.top = `${below ? word.bottom + 6 : word.top - 6 - tip.offsetHeight}px`;
    tip.style.left = `${Math.max(8, Math.min(word.left, document.documentElement.clientWidth - tip.offsetWidth - 8))}px`;
  };
  const termAt = (target) => target instanceof Element && target.closest(".term");

  document.addEventListener("pointerover", ({ target, pointerType }) => {
    if (pointerType === "touch") return;
    const over = termAt(target);
    if (over) show(over);
    else if (target === tip) window.clearTimeout(leaving);
    else if (term && term !== document.activeElement) leave();
  });
  document.addEventListener("focusin", ({ target }) => {
    const on = termAt(target);
    if (on?.matches(":focus-visible")) show(on);
  });
  document.addEventListener("focusout", ({ target }) => { if (target === term) leave(); });
  document.addEventListener("click", ({ target }) => {
    const on = termAt(target);
    if (on) show(on);
    else if (target !== tip) hide();
  });
  document.addEventListener("keydown", (pressed) => {
    const on = termAt(pressed.target);
    if (pressed.key === "Escape") hide();
    else if (on && (pressed.key === "Enter" || pressed.key === " ")) {
      pressed.preventDefault();
      show(on);
    }
  });
  window.addEventListener("scroll", hide, { capture: true, passive: true });
  window.addEventListener("resize", hide);
})();
