// Times, in the page, from a key press to the painted frame that answers it.
// A change counts as painted when the DOM shows it (MutationObserver), a frame has begun (requestAnimationFrame) and the first
// task after that frame has run (a message channel): the browser lays out and paints between the last two.
window.bench = (() => {
  const checks = {
    // the game: a question pressed, and its answer drawn
    "ask pressed": (want) => { const b = document.querySelector(".sl button.ask.pressed"); return b && b.textContent.includes(want.asking); },
    "ask answered": (want) => document.querySelector(".sl .status")?.textContent.startsWith(`Question ${want.number}`)
      && document.querySelectorAll(".sl .map .tie").length === want.ties && document.querySelectorAll(".sl .map .player").length === want.players,
    // the bare widget: the same two steps
    "echo pressed": () => document.querySelector(".bare-echo").textContent === "asking…",
    "echo answered": () => document.querySelector(".bare-echo").textContent.startsWith("answer"),
    // a cell run: its output drawn afresh
    "map open": (want) => document.querySelectorAll(".sl:not([data-stale]) .map .player").length === want.players,
    "echo open": () => document.querySelector(".bare-echo:not([data-stale])"),
  };
  const painted = (check, want) => new Promise((resolve) => {
    const look = () => {
      if (!check(want)) return;
      observer.disconnect();
      requestAnimationFrame(() => { const after = new MessageChannel(); after.port1.onmessage = () => resolve(performance.now()); after.port2.postMessage(0); });
    };
    const observer = new MutationObserver(look);
    observer.observe(document.querySelector(".jp-Notebook"), { subtree: true, childList: true, attributes: true, characterData: true });
  });
  // From the next key press on, wait for each named check. `bench.times` becomes {name: ms since the key}.
  const watch = (names, want, key) => {
    bench.times = new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${names.join(", ")}: not all painted within 30 s`)), 30000);
      const pressed = async (event) => {
        if (event.key !== key) return;
        const start = performance.now();
        window.removeEventListener("keydown", pressed, true);
        document.querySelectorAll(".sl, .bare-echo").forEach((n) => { n.dataset.stale = ""; });
        const ends = await Promise.all(names.map((name) => painted(checks[name], want)));
        clearTimeout(late);
        resolve(Object.fromEntries(names.map((name, n) => [name, ends[n] - start])));
      };
      window.addEventListener("keydown", pressed, true);
    });
    bench.times.catch(() => {});
  };
  return { watch };
})();
