// Before Streamlit's own scripts: the look that this viewer has chosen, and what they last looked at where the address asks for nothing.
(() => {
  const mine = (what) => `walktalk.${what}.${window.walkAndTalkViewer}`;
  const read = (what) => {
    try { return window.localStorage.getItem(mine(what)); } catch { return null; }
  };
  const write = (what, said) => {
    try { said ? window.localStorage.setItem(mine(what), said) : window.localStorage.removeItem(mine(what)); } catch { /* a browser that keeps nothing */ }
  };
  // Light unless they chose otherwise, whatever their machine prefers. Streamlit keeps it apart for every path, and our sheet asks here.
  const look = read("look") === "dark" ? "dark" : "light";
  document.documentElement.dataset.look = look;
  try {
    window.localStorage.setItem(`stActiveTheme-${window.location.pathname}-v2`, JSON.stringify(look === "dark" ? "Dark" : "Light"));
  } catch { /* then it is light */ }

  // The first drawing is shown once it stands. Until its scripts are there Streamlit puts a bar of one height in place of each part,
  // and on a busy machine those would be seen and everything under them would jump. Charts may come later: their room is kept.
  const root = document.documentElement;
  const begun = window.performance.now();
  root.dataset.drawing = "";
  const showOnceItStands = () => {
    const main = document.querySelector('[data-testid="stMainBlockContainer"]');
    const waiting = main?.querySelector('[data-testid="stElementContainer"]:not([class*="st-key-chart_"]) [data-testid="stSkeleton"]');
    const stands = main?.querySelector('[data-testid="stHtml"]') && !waiting;
    if (stands || window.performance.now() - begun > 10_000) delete root.dataset.drawing;
    else window.requestAnimationFrame(showOnceItStands);
  };
  showOnceItStands();

  const parts = ["borough", "from", "to", "as_at", "compare"];
  const address = new URL(window.location.href);
  const asks = [...address.searchParams].length > 0;
  const last = new URLSearchParams(asks ? "" : read("scope") ?? "");
  for (const part of parts) if (last.get(part)) address.searchParams.set(part, last.get(part));
  if ([...last].length) window.history.replaceState(null, "", address);
  // The server says so beside the figures. It reads this once, with the first word from this page.
  document.cookie = `walktalk_again=${[...last].length ? 1 : ""}; path=/; samesite=lax; max-age=${[...last].length ? 60 : 0}`;

  const keep = () => {
    const now = new URLSearchParams(window.location.search);
    // A published briefing is opened by whoever asks for it: the next may be newer.
    if (now.get("edition")) return;
    const kept = new URLSearchParams(parts.filter((part) => now.get(part)).map((part) => [part, now.get(part)]));
    write("scope", kept.toString());
  };
  window.addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && keep());
  window.walkAndTalkKeeps = { read, write };

  // A connection that was lost comes back by itself, and the page stands as it was. Where the server knows its session no more (it was
  // started again, another process took over, a laptop slept for long), the next click would do nothing; so the page is opened anew,
  // which the address makes the same.
  const goOn = (session) => window.setTimeout(async () => {
    const answer = await fetch(`/api/session/${encodeURIComponent(session)}`, { cache: "no-store" }).catch(() => null);
    if (answer?.status === 404) window.location.reload();
  }, 250);
  const Plain = window.WebSocket;
  window.WebSocket = class extends Plain {
    constructor(url, protocols) {
      super(url, protocols);
      // Streamlit names the session that it had as the third.
      if (Array.isArray(protocols) && protocols[2]) this.addEventListener("open", () => goOn(protocols[2]));
    }
  };
})();
