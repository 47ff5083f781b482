// What Streamlit leaves undone in the browser. It closes its menu after a choice where the browser says that it is a phone's, and not
// in every narrow window; and it lands on a part of a page only where that is a heading of its own.
(() => {
  if (window.walkAndTalk) return;
  window.walkAndTalk = true;
  const narrow = window.matchMedia("(max-width: 768px)");
  document.addEventListener("click", ({ target }) => {
    if (narrow.matches && target.closest('[data-testid="stSidebarNavLink"]')) {
      document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
    }
  });
  // The part comes after the page, with others above it that may still grow: for a while it is held in sight, until someone moves.
  const asked = decodeURIComponent(window.location.hash.slice(1));
  if (!asked) return;
  const land = () => document.getElementById(asked)?.scrollIntoView();
  const watcher = new MutationObserver(land);
  const leave = () => watcher.disconnect();
  for (const moved of ["wheel", "touchstart", "keydown", "mousedown"]) window.addEventListener(moved, leave, { once: true, passive: true });
  watcher.observe(document.body, { childList: true, subtree: true });
  window.setTimeout(leave, 5000);
  land();
})();
