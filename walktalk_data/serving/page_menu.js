// What Streamlit leaves undone in the browser. It lets a drawing through as a picture alone; it closes its menu after a choice where the browser says that it is a phone's, and not
// in every narrow window; and it lands on a part of a page only where that is a heading of its own.
(() => {
  const narrow = window.matchMedia("(max-width: 768px)");
  document.addEventListener("click", ({ target }) => {
    if (narrow.matches && target.closest('[data-testid="stSidebarNavLink"]')) {
      document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
    }
  });
  // A map comes as a picture, and is put in its place as it was drawn: its words become words, and its circles links. Nothing else is.
  const parts = new Set(["svg", "path", "circle", "line", "text", "tspan", "a", "title"]);
  const isDrawn = (one) => parts.has(one.localName) && [...one.attributes].every(
    ({ name, value }) => !name.startsWith("on") && (name !== "href" || value.startsWith("wards_and_places")));
  const draw = () => {
    for (const picture of document.querySelectorAll(".place-map img:not(.kept)")) {
      picture.classList.add("kept");
      const bytes = Uint8Array.from(atob(picture.src.split(",")[1]), (letter) => letter.charCodeAt(0));
      const drawing = new DOMParser().parseFromString(new TextDecoder().decode(bytes), "image/svg+xml").documentElement;
      drawing.querySelector("style")?.remove();
      if ([drawing, ...drawing.querySelectorAll("*")].every(isDrawn)) picture.replaceWith(document.importNode(drawing, true));
    }
  };
  new MutationObserver(draw).observe(document.body, { childList: true, subtree: true });
  draw();
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
