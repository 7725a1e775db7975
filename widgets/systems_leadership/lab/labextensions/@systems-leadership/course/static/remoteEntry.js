// A page of the course opens ready: its own cells are run when it is opened, it is shown as a page to read, and its links lead on in the same window.
// Only cells whose source the course released, word for word, are run; any other cell waits for a person.
// `systems-leadership build` puts in the list of those cells and page_view.css.
(() => {
  const RELEASED = new Set(["from systems_leadership import check\ncheck(\"boundary\", \"questions\")", "from systems_leadership import check\ncheck(\"cascade\", \"compared\")", "from systems_leadership import check\ncheck(\"chooser\", \"conditions\")", "from systems_leadership import check\ncheck(\"chooser\", \"rejections\")", "from systems_leadership import check\ncheck(\"design_team\", \"team\")", "from systems_leadership import check\ncheck(\"parcels\", \"division\")", "from systems_leadership import check\ncheck(\"placing\", \"placed\")", "from systems_leadership import check\ncheck(\"power_map\", \"first_standpoint\")", "from systems_leadership import check\ncheck(\"power_map\", \"second_standpoint\")", "from systems_leadership import check\ncheck(\"questions\", \"tested\")", "from systems_leadership import check\ncheck(\"tangle\", \"split\")", "from systems_leadership import check\ncheck(\"tellings\", \"told\")", "from systems_leadership import check\ncheck(\"tight_grip\", \"played\")", "from systems_leadership import check\ncheck(\"unfolding\", \"first_play\")", "from systems_leadership import check\ncheck(\"unfolding\", \"second_play\")", "from systems_leadership import check\ncheck(\"who_can_stop\", \"challenges\")", "from systems_leadership import show\nshow(\"boundary\")", "from systems_leadership import show\nshow(\"cards_m0\")", "from systems_leadership import show\nshow(\"cards_m1\")", "from systems_leadership import show\nshow(\"cards_m2\")", "from systems_leadership import show\nshow(\"cards_m4\")", "from systems_leadership import show\nshow(\"cards_m7\")", "from systems_leadership import show\nshow(\"cascade\")", "from systems_leadership import show\nshow(\"chooser\")", "from systems_leadership import show\nshow(\"design_team\")", "from systems_leadership import show\nshow(\"first_choice\")", "from systems_leadership import show\nshow(\"first_guess\")", "from systems_leadership import show\nshow(\"hand_in\")", "from systems_leadership import show\nshow(\"hand_in_m2\")", "from systems_leadership import show\nshow(\"hand_in_m4\")", "from systems_leadership import show\nshow(\"hand_in_m7\")", "from systems_leadership import show\nshow(\"lens\")", "from systems_leadership import show\nshow(\"market_row\")", "from systems_leadership import show\nshow(\"mould\")", "from systems_leadership import show\nshow(\"night_place\")", "from systems_leadership import show\nshow(\"one_room\")", "from systems_leadership import show\nshow(\"outbreak\")", "from systems_leadership import show\nshow(\"own_system\")", "from systems_leadership import show\nshow(\"parcels\")", "from systems_leadership import show\nshow(\"placing\")", "from systems_leadership import show\nshow(\"power_map\")", "from systems_leadership import show\nshow(\"questions\")", "from systems_leadership import show\nshow(\"reflection_a\")", "from systems_leadership import show\nshow(\"reflection_a_m2\")", "from systems_leadership import show\nshow(\"reflection_a_m4\")", "from systems_leadership import show\nshow(\"reflection_a_m7\")", "from systems_leadership import show\nshow(\"reflection_b\")", "from systems_leadership import show\nshow(\"reflection_b_m2\")", "from systems_leadership import show\nshow(\"reflection_b_m4\")", "from systems_leadership import show\nshow(\"reflection_b_m7\")", "from systems_leadership import show\nshow(\"start\")", "from systems_leadership import show\nshow(\"tangle\")", "from systems_leadership import show\nshow(\"tellings\")", "from systems_leadership import show\nshow(\"three_reaches\")", "from systems_leadership import show\nshow(\"three_senders\")", "from systems_leadership import show\nshow(\"three_standpoints\")", "from systems_leadership import show\nshow(\"tight_grip\")", "from systems_leadership import show\nshow(\"unfolding\")", "from systems_leadership import show\nshow(\"ways_to_cut\")", "from systems_leadership import show\nshow(\"who_can_ask\")", "from systems_leadership import show\nshow(\"who_can_stop\")", "from systems_leadership import show\nshow(\"whose_paper\")"]);
  const STYLE = "/* The reading view of a page of the course: no code, no prompts, a bar of its own. Put into remoteEntry.js by `systems-leadership build`. */\n.sl-page .sl-ours > .jp-Cell-inputWrapper, .sl-page .sl-ours .jp-OutputPrompt, .sl-page .sl-ours .jp-OutputArea-promptOverlay { display: none; }\n.sl-page .jp-MarkdownCell .jp-InputPrompt { min-width: 0; flex-basis: 16px; }\n.sl-page .jp-OutputArea-output { overflow: visible; }\n.sl-page .jp-MarkdownOutput.jp-RenderedHTMLCommon { font-family: Charter, 'Bitstream Charter', 'Sitka Text', Cambria, Georgia, 'Liberation Serif', serif; font-size: 18px; line-height: 1.6; max-width: 37em; padding-left: 12px; }\n.sl-page .jp-MarkdownOutput :is(h1, h2, h3) { font-weight: 400; }\n.sl-page .jp-MarkdownOutput .jp-InternalAnchorLink { display: none; }\n.sl-page .jp-cell-toolbar, .sl-page .jp-Collapser, .sl-page .jp-collapseHeadingButton { display: none !important; }\n.sl-page .jp-MarkdownOutput sup { line-height: 0; }\n.sl-page .jp-MarkdownOutput.jp-RenderedHTMLCommon table { font: 15px/1.45 var(--jp-ui-font-family, system-ui, sans-serif); margin-left: 0; }\n.sl-page .jp-MarkdownOutput.jp-RenderedHTMLCommon :is(th, td) { text-align: left; vertical-align: top; white-space: normal; max-width: none; }\n/* What a check found is a picture for a tutor too, so it comes on white; here it takes the page's own colours. */\n.sl-page .sl-ours .jp-RenderedHTML > div { background: none !important; padding: 8px 28px !important; border: 0 !important; }\n.sl-page .sl-ours .jp-RenderedHTML > div, .sl-page .sl-ours .jp-RenderedHTML > div :is(p, li, span, b) { color: var(--jp-content-font-color1, #222) !important; }\n.sl-page .jp-Cell.jp-mod-active:not(:focus-visible), .sl-page .jp-Cell.jp-mod-active:not(:focus-visible) > .jp-Cell-inputWrapper > .jp-Cell-inputArea,\n.sl-page .jp-Cell.jp-mod-active .jp-MarkdownOutput { background: none !important; box-shadow: none !important; border-color: transparent !important; outline: none; }\n/* Where the keyboard is, without a box round a paragraph somebody is reading; and nowhere until a key has been pressed. */\n.sl-page .jp-Cell:focus-visible { outline: none !important; border-color: transparent !important; box-shadow: none !important; }\nbody[data-sl-keys] .sl-page .jp-Cell:focus-visible { box-shadow: inset 3px 0 0 var(--jp-brand-color1, #1976d2) !important; }\n.sl-page .jp-Cell:focus-visible > .jp-Cell-inputWrapper > .jp-Cell-inputArea { border-color: transparent !important; box-shadow: none !important; outline: none !important; }\n.sl-bar { display: flex; flex-wrap: nowrap; white-space: nowrap; overflow-x: auto; align-items: center; gap: 2px 6px; padding: 4px 14px; min-height: 40px; background: var(--jp-layout-color1, #fff); color: var(--jp-ui-font-color1, #222);\n  border-bottom: 1px solid var(--jp-border-color2, #ddd); font: 14px/1.4 var(--jp-ui-font-family, system-ui, sans-serif); }\n.sl-bar :is(a, button) { display: inline-flex; align-items: center; min-height: 32px; padding: 0 10px; border: 0; border-radius: 3px; background: none; color: inherit; font: inherit; text-decoration: none; cursor: pointer; }\n.sl-bar :is(a, button):hover { background: var(--jp-layout-color2, #eee); text-decoration: underline; }\n.sl-bar :is(a, button):focus-visible { outline: 3px solid var(--jp-brand-color1, #1976d2); outline-offset: -3px; }\n.sl-bar .sl-bar-title { color: var(--jp-ui-font-color2, #555); padding: 0 10px; }\n.sl-bar button { margin-left: auto; color: var(--jp-ui-font-color2, #555); }\n.sl-bar button[aria-pressed=\"true\"] { box-shadow: inset 0 -2px 0 currentColor; }\n.sl-page { --jp-notebook-scroll-padding: 48px; }\n.sl-page .jp-Notebook-footer { display: none; }\n.sl-page .sl { margin-left: 0; }\n/* The end of a reading is what to do next: its sources are there for whoever looks, set smaller and folded. */\n.sl-page .jp-MarkdownOutput:has(> details) h2 { font-size: 15px; font-weight: 600; margin: 8px 0 4px; }\n.sl-page .jp-MarkdownOutput > details { font-size: 15px; line-height: 1.5; }\n.sl-page .jp-MarkdownOutput > details > summary { min-height: 32px; padding: 4px 0; cursor: pointer; }\n/* The start page says the same twice for whoever cannot run it; once it runs, once is enough. */\n.sl-page[data-sl-page=\"start\"]:has(.sl .start) .jp-MarkdownCell { display: none; }\n@media (max-width: 760px) { .sl-bar { padding: 4px 2px; gap: 0; } .sl-bar :is(a, button) { padding: 0 7px; } .sl-bar .sl-bar-title { display: none; } }\n@media (max-width: 520px) { .sl-page .jp-MarkdownOutput.jp-RenderedHTMLCommon :is(th, td) { padding: 4px 5px; } .sl-page .sl-ours .jp-RenderedHTML > div { padding: 8px 12px !important; } .sl-bar button, .sl-bar:not(:has(a)) { display: none; } .sl-page .jp-WindowedPanel-viewport { padding: 4px 0; } .sl-page .jp-MarkdownCell .jp-InputPrompt { flex-basis: 4px; } }\n/* On paper: this page and nothing else of JupyterLab, as long as it is. Every box round the page lets go of its size. */\n@page { margin: 16mm 15mm; }\n@media print {\n  :is(html, body, div):has(.sl-page:not(.lm-mod-hidden)), .sl-page:not(.lm-mod-hidden), .sl-page :is(.jp-Notebook, .jp-WindowedPanel-outer, .jp-WindowedPanel-inner, .jp-WindowedPanel-viewport) {\n    position: static !important; inset: auto !important; width: auto !important; height: auto !important; min-width: 0 !important; min-height: 0 !important; max-width: none !important; max-height: none !important;\n    display: block !important; overflow: visible !important; contain: none !important; transform: none !important; padding: 0 !important; margin: 0 !important; background: none !important; border: 0 !important; }\n  :is(body, div):has(.sl-page:not(.lm-mod-hidden)) > :not(:has(.sl-page:not(.lm-mod-hidden)), .sl-page:not(.lm-mod-hidden)),\n  .sl-page > :not(.jp-Notebook), .sl-page .jp-Notebook-footer, .sl-page :is(.jp-InputPrompt, .jp-OutputPrompt) { display: none !important; }\n  .sl-page .jp-Cell, .sl-page .jp-Cell:focus-visible { padding: 0; border: 0; box-shadow: none !important; }\n  .sl-page .jp-Notebook::after, .sl-page .jp-WindowedPanel-viewport::after { display: none !important; }\n  .sl-page :is(.jp-InputArea, .jp-OutputArea-child, .jp-OutputArea-output, .jp-MarkdownOutput) { display: block !important; break-inside: auto; width: auto; }\n  .sl-page .jp-MarkdownOutput.jp-RenderedHTMLCommon { font-size: 11.5pt; line-height: 1.5; max-width: none; padding: 0; color: #000; }\n  .sl-page .jp-MarkdownOutput :is(h1, h2, h3) { break-after: avoid; color: #000; }\n  .sl-page .jp-MarkdownOutput a { color: inherit; }\n  .sl-page .jp-MarkdownOutput > details { font-size: 9.5pt; }\n  .sl-page details::details-content { content-visibility: visible; display: block; block-size: auto; }\n  .sl-page .jp-MarkdownOutput > details > summary { display: none; }\n}\n.sl-offline { position: fixed; z-index: 10000; left: 12px; right: 12px; bottom: 12px; width: fit-content; max-width: 44em; box-sizing: border-box; margin: 0 auto; padding: 10px 16px; border-radius: 3px;\n  background: var(--jp-inverse-layout-color0, #111); color: var(--jp-inverse-ui-font-color0, #fff); font: 15px/1.45 var(--jp-ui-font-family, system-ui, sans-serif); box-shadow: 0 2px 12px rgb(0 0 0 / .3); }\n.sl-offline a { color: inherit; text-decoration: underline; display: inline-block; min-height: 24px; }\n@media print { .sl-offline { display: none; } }\n";
  const KEYS = "lmSuppressShortcuts";                      // JupyterLab takes single letters unless the very element says not to
  let shared;
  const take = async (name) => { const versions = shared[name]; return (await versions[Object.keys(versions)[0]].get())(); };
  const source = (cell) => cell.model.sharedModel.getSource().trim();
  const from = (path, to) => decodeURIComponent(new URL(to, `file:///${path.split("/").map(encodeURIComponent).join("/")}`).pathname.slice(1));
  const until = (found, wait = 60000) => new Promise((resolve) => {
    const end = Date.now() + wait, look = () => { const f = found(); if (f || Date.now() > end) resolve(f); else setTimeout(look, 60); };
    look();
  });

  // Bring an exercise of an open page into view and put the focus on it, or on a named part of it. A hand-in has its module's number in its id (hand_in_m7) from module 2 on.
  const show = async (panel, exercise, part) => {
    const call = RegExp(`show\\("${exercise}(_m\\d+)?"\\)`), cells = panel.content.widgets, n = cells.findIndex((cell) => call.test(source(cell)));
    if (n < 0) return;
    panel.content.activeCellIndex = n;
    await panel.content.scrollToItem(n, "start");
    const root = await until(() => cells[n].node.querySelector(".sl"));
    if (!root) return;
    const target = (part && await until(() => root.querySelector(`[data-sl-part="${part}"]`), 5000)) || root.querySelector("h1, h2, h3") || root;
    if (!target.matches("a, button, input, textarea, select")) { target.tabIndex = -1; target.dataset[KEYS] = "true"; }
    target.scrollIntoView({ block: "start" });
    target.focus({ preventScroll: true });
  };

  // What stands above every page of the course. A module with a work page has two ways to its hand-in.
  const bar = async (app, Widget, panel) => {
    const nav = document.createElement("nav"), here = panel.context.path, depth = panel.context.model.getMetadata("systems_leadership").page === "start" ? "" : "../";
    const link = (words, to, part) => {
      const a = Object.assign(document.createElement("a"), { textContent: words, href: to });
      Object.assign(a.dataset, { slOpen: to, [KEYS]: "true", ...(part && { slExercise: "hand_in", slPart: part }) });
      nav.append(a);
    };
    nav.className = "sl-bar"; nav.setAttribute("aria-label", "This course");
    if (depth) {
      link("Start page", "../start.ipynb");
      const folder = await app.serviceManager.contents.get(from(here, "./").replace(/\/$/, ""));
      if (folder.content.some((file) => file.name === "work.ipynb")) { link("What is missing", "work.ipynb", "missing"); link("Hand in", "work.ipynb", "hand-in"); }
    }
    // Two tabs may both be called reading.ipynb (setting a tab's own name would rename the file), so the page's title stands here.
    const title = panel.content.widgets.map((cell) => cell.model.type === "markdown" && /^# (.+)/m.exec(source(cell))?.[1]).find(Boolean);
    if (title && depth) nav.append(Object.assign(document.createElement("span"), { textContent: title, className: "sl-bar-title" }));
    const tools = Object.assign(document.createElement("button"), { type: "button", textContent: "Notebook tools", title: "Show or hide JupyterLab’s own buttons for this page" });
    tools.dataset[KEYS] = "true"; tools.setAttribute("aria-pressed", "false");
    tools.onclick = () => { panel.toolbar.setHidden(!panel.toolbar.isHidden); tools.setAttribute("aria-pressed", String(!panel.toolbar.isHidden)); };
    nav.append(tools);
    panel.contentHeader.addWidget(new Widget({ node: nav }));
  };

  // On a phone JupyterLab's two side bars take a fifth of the width. They go while the window is narrow, and come back as wide as before;
  // which ones we put away is remembered, because JupyterLab keeps its layout from one visit to the next.
  const NARROW = matchMedia("(max-width: 520px)"), AWAY = "systems-leadership:side-bars-away";
  const sideBars = (shell) => {
    const away = new Set((localStorage.getItem(AWAY) ?? "").split(" ").filter(Boolean));
    for (const side of ["left", "right"]) {
      if (NARROW.matches && shell.isSideTabBarVisible(side)) { shell.toggleSideTabBarVisibility(side); away.add(side); }
      else if (!NARROW.matches && away.delete(side) && !shell.isSideTabBarVisible(side)) shell.toggleSideTabBarVisibility(side);
    }
    localStorage.setItem(AWAY, [...away].join(" "));
  };

  // Told to the exercises in a part of the page: their kernel has died and will be back ("again"), there is no connection ("offline"), or there is one again ("").
  const lost = (node, why) => dispatchEvent(new CustomEvent("systems-leadership:lost", { detail: { node, why } }));

  // JupyterLab and its extension for hubs tell of a lost connection in a dialog that takes the focus in the middle of a word. Here a line says it, and goes when the connection is back.
  const offline = async () => {
    const [{ IConnectionLost }, { ServerConnection }] = [await take("@jupyterlab/application"), await take("@jupyterlab/services")];
    let notice;
    const tell = async (manager) => {
      if (notice) return;
      notice = Object.assign(document.createElement("p"), { className: "sl-offline" });
      notice.setAttribute("role", "status");
      notice.textContent = "No connection to the course just now. What you type is kept in this browser; it is tried again by itself.";
      document.body.append(notice);
      lost(document.body, "offline");
      for (let silent = 0; ; silent += 1) {
        await new Promise((resolve) => setTimeout(resolve, 2000));
        const answer = await ServerConnection.makeRequest(`${manager.serverSettings.baseUrl}api/status`, { cache: "no-store" }, manager.serverSettings).catch(() => null);
        if (answer?.ok && !answer.redirected) break;
        if (silent === 5) {                                // a server that was stopped does not come back by itself; its page does, when it is loaded again
          const again = Object.assign(document.createElement("a"), { href: location.href, textContent: "Open this page again" });
          again.dataset[KEYS] = "true";
          notice.append(" ", again);
        }
      }
      notice.remove(); notice = undefined;
      lost(document.body, "");
    };
    return { id: "@systems-leadership/course:connection-lost", autoStart: true, provides: IConnectionLost, activate: () => tell };
  };

  const plugin = async () => {
    const [{ INotebookTracker, NotebookActions }, { CodeCell }, { Widget }] = [await take("@jupyterlab/notebook"), await take("@jupyterlab/cells"), await take("@lumino/widgets")];
    return {
      id: "@systems-leadership/course:run-on-open", autoStart: true, requires: [INotebookTracker],
      activate: (app, tracker) => {
        document.head.append(Object.assign(document.createElement("style"), { textContent: STYLE }));
        const open = async (panel) => {
          await panel.context.ready; await panel.revealed;
          if (!panel.context.model.getMetadata("systems_leadership")) return;
          panel.addClass("sl-page");
          panel.node.dataset.slPage = panel.context.model.getMetadata("systems_leadership").page;
          panel.toolbar.hide();
          app.shell.collapseLeft(); app.shell.collapseRight();
          sideBars(app.shell);
          bar(app, Widget, panel).catch((error) => console.warn("systems-leadership: the bar above the page could not be made", error));
          await panel.sessionContext.ready;
          const ours = panel.content.widgets.filter((cell) => cell.model.type === "code" && RELEASED.has(source(cell)));
          ours.forEach((cell) => cell.addClass("sl-ours"));
          await NotebookActions.runCells(panel.content, ours, panel.sessionContext);
          panel.node.dataset.courseRan = String(ours.length);
          keepChecks(panel, ours.filter((cell) => source(cell).includes("check(")));
          comeBack(panel, ours);
        };
        // A kernel that dies is started again by Jupyter. JupyterLab tells of it in a dialog that takes the focus in the middle of a word, so that the letters
        // typed next are gone; here the exercises say it, and the page is run again by itself, once nobody is in a box (its text area would be replaced).
        const comeBack = (panel, ours) => {
          const session = panel.sessionContext, writing = () => panel.node.contains(document.activeElement) && document.activeElement.matches(".sl textarea, .sl input, .sl select");
          let gone = false, ready = false;
          const again = async () => {
            if (!gone || !ready || writing()) return;
            gone = ready = false;
            try { for (const cell of ours) await CodeCell.execute(cell, session); } catch (error) { console.warn("systems-leadership: the page was not run again", error); }
          };
          session.statusChanged.disconnect(panel._onSessionStatusChanged, panel);
          session.statusChanged.connect((_, status) => {
            if (status === "autorestarting") { gone = true; ready = false; lost(panel.node, "again"); }
            else if (gone && status === "idle") { ready = true; again(); }
          });
          panel.node.addEventListener("focusout", () => setTimeout(again, 50));
          // JupyterLab tries a broken connection again after longer and longer pauses, and gives up after a few; a hub that was started again is there within seconds.
          let trying;
          session.connectionStatusChanged.connect((_, status) => {
            clearInterval(trying);
            if (status !== "connected") trying = setInterval(() => session.session?.kernel?.reconnect().catch(() => {}), 4000);
          });
          panel.disposed.connect(() => clearInterval(trying));
        };
        // The process marks on a page are those of the record: once something was done they are worked out again, when they are in sight and the hands have been still for a moment.
        const keepChecks = (panel, checks) => {
          let stale = false, timer;
          const inSight = new Set(), again = () => {
            clearTimeout(timer);
            if (stale && inSight.size) timer = setTimeout(async () => {
              stale = false;
              try { for (const cell of checks) await CodeCell.execute(cell, panel.sessionContext); } catch { stale = true; }         // NotebookActions would take the focus
            }, 1500);
          };
          const eye = new IntersectionObserver((seen) => { seen.forEach((it) => inSight[it.isIntersecting ? "add" : "delete"](it.target)); again(); });
          const changed = () => { stale = true; again(); };
          checks.forEach((cell) => eye.observe(cell.node));
          addEventListener("systems-leadership:changed", changed);
          ["keydown", "pointerdown"].forEach((hand) => panel.node.addEventListener(hand, again, true));
          panel.disposed.connect(() => { eye.disconnect(); clearTimeout(timer); removeEventListener("systems-leadership:changed", changed); });
        };
        // A dialog that only tells something (a folder that could not be listed, a file that could not be saved) does not come between a person and the box they write in: it is said in a line.
        new MutationObserver((changes) => {
          for (const dialog of changes.flatMap((change) => [...change.addedNodes]).filter((node) => node.classList?.contains("jp-Dialog"))) {
            const buttons = dialog.querySelectorAll(".jp-Dialog-button");
            const folder = /^Directory not found/.test(dialog.textContent), back = writer?.isConnected ? writer : undefined;         // the file list, which no page of ours shows, looks by itself
            if (buttons.length !== 1 || !(back || folder)) continue;
            const words = folder ? "The course’s folder could not be read just now; it is tried again by itself. What you did is saved." : dialog.querySelector(".jp-Dialog-body")?.textContent ?? dialog.textContent;
            buttons[0].click();
            back?.focus();
            const note = Object.assign(document.createElement("p"), { className: "sl-offline", textContent: words });
            note.setAttribute("role", "status");
            document.body.append(note);
            setTimeout(() => note.remove(), 8000);
          }
        }).observe(document.body, { childList: true });
        let writer;                                        // the box somebody writes in, until they leave it themselves
        document.addEventListener("focusin", ({ target }) => { if (!target.closest(".jp-Dialog")) writer = target.matches(".sl textarea, .sl input[type=text]") ? target : undefined; });
        document.addEventListener("focusout", ({ target, relatedTarget }) => { if (target === writer && !relatedTarget) writer = undefined; });
        document.addEventListener("keydown", () => { document.body.dataset.slKeys = "true"; }, { capture: true, once: true });
        NARROW.addEventListener("change", () => { if (tracker.find((p) => p.hasClass("sl-page"))) sideBars(app.shell); });
        tracker.widgetAdded.connect((_, panel) => { open(panel).catch((error) => console.warn("systems-leadership: the page was not run on opening", error)); });

        // A source is folded away at the foot of the page: a number in the text opens the fold before JupyterLab looks for the place.
        document.addEventListener("click", (event) => {
          const a = event.target.closest?.('.sl-page .jp-MarkdownOutput a[href^="#"]');
          const place = a && a.closest(".sl-page").querySelector(`[data-jupyter-id="${CSS.escape(a.hash.slice(1))}"]`), fold = place?.closest("details");
          if (fold) fold.open = true;
        }, true);

        // A link of the course opens its page beside this one, at the exercise it names. With Ctrl or another button it stays the browser's.
        document.addEventListener("click", (event) => {
          const a = event.target.closest?.("a[data-sl-open]"), panel = a && tracker.find((p) => p.node.contains(a));
          if (!panel || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
          event.preventDefault();
          const { slOpen: to, slExercise: exercise, slPart: part } = a.dataset;
          (async () => {
            const other = await app.commands.execute("docmanager:open", { path: from(panel.context.path, to) });
            if (!other || !exercise) return;
            await other.context.ready; await other.revealed;
            await show(other, exercise, part);
          })().catch((error) => console.warn(`systems-leadership: ${to} could not be opened`, error));
        }, true);
      },
    };
  };
  (window._JUPYTERLAB ??= {})["@systems-leadership/course"] = {
    init: (scope) => { shared = scope; },
    get: async () => { const made = [await plugin(), await offline()]; return () => ({ __esModule: true, default: made }); },
  };
})();
