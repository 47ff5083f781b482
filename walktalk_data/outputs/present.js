// Keys of the presentation. Without it the screens still stand one under the other: Page Down, and the links at their feet, move.
(() => {
  const screens = [...document.querySelectorAll(".screen")];
  const black = document.querySelector(".black");
  const keys = document.querySelector(".keys");
  const root = document.documentElement;
  const here = () => {
    const middle = window.innerHeight / 2;
    const found = screens.findIndex((screen) => screen.getBoundingClientRect().bottom > middle);
    return found < 0 ? screens.length - 1 : found;
  };
  const show = (place) => {
    const screen = screens[Math.max(0, Math.min(screens.length - 1, place))];
    screen.scrollIntoView({ behavior: "instant", block: "start" });
    screen.querySelector("h1, h2").focus({ preventScroll: true });
    history.replaceState(null, "", `#${screen.id}`);
  };
  const fullScreen = () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen?.());
  const blacken = (on) => {
    black.hidden = !on;
    root.classList.toggle("is-black", on);
  };
  const acts = {
    ArrowRight: () => show(here() + 1), ArrowDown: () => show(here() + 1), PageDown: () => show(here() + 1),
    " ": () => show(here() + 1), n: () => show(here() + 1),
    ArrowLeft: () => show(here() - 1), ArrowUp: () => show(here() - 1), PageUp: () => show(here() - 1),
    Backspace: () => show(here() - 1), p: () => show(here() - 1),
    Home: () => show(0), End: () => show(screens.length - 1),
    f: fullScreen,
    d: () => root.classList.toggle("dark-room"),
    "?": () => (keys.open ? keys.close() : keys.showModal()),
  };
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key === "b" || key === ".") {
      event.preventDefault();
      blacken(black.hidden);
      return;
    }
    if (key === "Escape" && !black.hidden) return blacken(false);
    if (keys.open && key !== "?") return;
    // A link that has the focus is followed by Enter; a space stays a step to the next screen.
    const act = event.shiftKey && key === " " ? acts.PageUp : acts[key];
    if (!act) return;
    event.preventDefault();
    blacken(false);
    act();
  });
  // Links at the feet lead to screens: at once, and with the focus where a reader of the screen goes on.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href^="#"]');
    const place = link ? screens.findIndex((screen) => `#${screen.id}` === link.getAttribute("href")) : -1;
    if (place >= 0) {
      event.preventDefault();
      show(place);
    }
  });
  for (const button of document.querySelectorAll("[data-key]")) button.addEventListener("click", () => acts[button.dataset.key]());
  keys?.querySelector(".close").addEventListener("click", () => keys.close());
  // The pointer goes away when it rests, and the projector's machine stays awake.
  let resting;
  document.addEventListener("pointermove", () => {
    root.classList.remove("at-rest");
    clearTimeout(resting);
    resting = setTimeout(() => root.classList.add("at-rest"), 3000);
  });
  const stayAwake = () => document.visibilityState === "visible" && navigator.wakeLock?.request("screen").catch(() => {});
  document.addEventListener("visibilitychange", stayAwake);
  stayAwake();
  root.classList.add("has-keys");
})();
