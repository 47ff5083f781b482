// Small acts that need no server: a link to what is shown, light or dark, the welcome that was read, and keys for the day "as at".
(() => {
  const { read, write } = window.walkAndTalkKeeps ?? { read: () => null, write: () => {} };
  const says = document.createElement("p");
  says.className = "unseen";
  says.setAttribute("aria-live", "polite");
  document.body.append(says);

  // Without leave to use the clipboard the link is shown, chosen, for Ctrl+C.
  const shown = document.createElement("div");
  shown.className = "link-shown";
  shown.setAttribute("role", "group");
  shown.setAttribute("aria-label", "Link to what is shown");
  shown.hidden = true;
  shown.innerHTML = '<label>Copy this link <input type="text" readonly></label> <button type="button">Close</button>';
  document.body.append(shown);
  let asker = null;
  const close = () => {
    if (shown.hidden) return;
    shown.hidden = true;
    asker?.focus();
  };
  shown.querySelector("button").addEventListener("click", close);
  document.addEventListener("keydown", ({ key }) => { if (key === "Escape") close(); });

  const copy = async (button) => {
    const address = new URL(`${window.location.pathname}${button.dataset.link}`, window.location.origin);
    // What a page keeps there of its own, such as the ward that was chosen, goes along.
    for (const [part, words] of new URLSearchParams(window.location.search)) {
      if (!address.searchParams.has(part)) address.searchParams.append(part, words);
    }
    const link = address.href;
    try {
      await window.navigator.clipboard.writeText(link);
    } catch {
      asker = button;
      shown.hidden = false;
      const under = button.getBoundingClientRect();
      shown.style.top = `${under.bottom + 6}px`;
      shown.style.right = `${Math.max(8, document.documentElement.clientWidth - under.right)}px`;
      const box = shown.querySelector("input");
      box.value = link;
      box.focus();
      box.select();
      return;
    }
    button.classList.add("copied");
    says.textContent = "Copied";
    window.setTimeout(() => {
      button.classList.remove("copied");
      says.textContent = "";
    }, 2500);
  };

  document.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element)) return;
    const link = target.closest(".copy-link");
    if (link) copy(link);
    const look = target.closest("button[data-look]");
    if (look) {
      write("look", look.dataset.look === "dark" ? "dark" : "");
      window.location.reload();
    }
    if (target.closest(".st-key-close_welcome button, .st-key-welcome a")) {
      document.cookie = `walktalk_welcomed_${window.walkAndTalkViewer ?? "here"}=1; path=/; samesite=lax; max-age=34560000`;
    }
  });

  document.addEventListener("keydown", (pressed) => {
    const steps = { PageUp: ".st-key-as_at_earlier button", PageDown: ".st-key-as_at_later button" };
    const step = steps[pressed.key];
    if (!step || !(pressed.target instanceof Element) || !pressed.target.closest(".st-key-words_as_at")) return;
    pressed.preventDefault();
    document.querySelector(step)?.click();
  });
})();
