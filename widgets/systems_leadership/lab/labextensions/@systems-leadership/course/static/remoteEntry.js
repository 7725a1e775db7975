// A page of the course opens ready: its own cells are run when it is opened. Only cells whose source the course released,
// word for word, are run; any other cell waits for a person. The list below is written by `systems-leadership build`.
(() => {
  const RELEASED = new Set(["from systems_leadership import check\ncheck(\"boundary\", \"questions\")", "from systems_leadership import check\ncheck(\"parcels\", \"division\")", "from systems_leadership import check\ncheck(\"unfolding\", \"first_play\")", "from systems_leadership import check\ncheck(\"unfolding\", \"second_play\")", "from systems_leadership import show\nshow(\"boundary\")", "from systems_leadership import show\nshow(\"cards_m0\")", "from systems_leadership import show\nshow(\"cards_m1\")", "from systems_leadership import show\nshow(\"first_guess\")", "from systems_leadership import show\nshow(\"hand_in\")", "from systems_leadership import show\nshow(\"lens\")", "from systems_leadership import show\nshow(\"market_row\")", "from systems_leadership import show\nshow(\"own_system\")", "from systems_leadership import show\nshow(\"parcels\")", "from systems_leadership import show\nshow(\"reflection_a\")", "from systems_leadership import show\nshow(\"reflection_b\")", "from systems_leadership import show\nshow(\"start\")", "from systems_leadership import show\nshow(\"three_standpoints\")", "from systems_leadership import show\nshow(\"unfolding\")", "from systems_leadership import show\nshow(\"ways_to_cut\")"]);
  // Learners see no code: the input of a released cell, and the number beside it, are not shown.
  const STYLE = ".sl-page .sl-ours > .jp-Cell-inputWrapper, .sl-page .sl-ours .jp-OutputPrompt, .sl-page .sl-ours .jp-OutputArea-promptOverlay { display: none; } .sl-page .jp-MarkdownCell .jp-InputPrompt { min-width: 0; flex-basis: 16px; } .sl-page .jp-OutputArea-output { overflow: visible; } " +
    ".sl-page .jp-MarkdownOutput.jp-RenderedHTMLCommon { font-family: Charter, 'Bitstream Charter', 'Sitka Text', Cambria, Georgia, 'Liberation Serif', serif; font-size: 18px; line-height: 1.6; max-width: 37em; padding-left: 12px; } .sl-page .jp-MarkdownOutput :is(h1, h2, h3) { font-weight: 400; } .sl-page .jp-MarkdownOutput .jp-InternalAnchorLink { display: none; } .sl-page .jp-cell-toolbar, .sl-page .jp-Collapser { display: none; } .sl-page .jp-Cell.jp-mod-active:not(:focus-visible), .sl-page .jp-Cell.jp-mod-active:not(:focus-visible) > .jp-Cell-inputWrapper > .jp-Cell-inputArea, .sl-page .jp-Cell.jp-mod-active .jp-MarkdownOutput { background: none !important; box-shadow: none !important; border-color: transparent !important; outline: none; }";
  let shared;
  const take = async (name) => { const versions = shared[name]; return (await versions[Object.keys(versions)[0]].get())(); };
  const plugin = async () => {
    const { INotebookTracker, NotebookActions } = await take("@jupyterlab/notebook");
    return {
      id: "@systems-leadership/course:run-on-open", autoStart: true, requires: [INotebookTracker],
      activate: (app, tracker) => {
        document.head.append(Object.assign(document.createElement("style"), { textContent: STYLE }));
        const open = async (panel) => {
          await panel.context.ready; await panel.revealed;
          if (!panel.context.model.getMetadata("systems_leadership")) return;
          await panel.sessionContext.ready;
          const ours = panel.content.widgets.filter((cell) => cell.model.type === "code" && RELEASED.has(cell.model.sharedModel.getSource().trim()));
          panel.addClass("sl-page"); ours.forEach((cell) => cell.addClass("sl-ours"));
          app.shell.collapseLeft();
          await NotebookActions.runCells(panel.content, ours, panel.sessionContext);
          panel.node.dataset.courseRan = String(ours.length);
        };
        tracker.widgetAdded.connect((_, panel) => { open(panel).catch((error) => console.warn("systems-leadership: the page was not run on opening", error)); });
      },
    };
  };
  (window._JUPYTERLAB ??= {})["@systems-leadership/course"] = {
    init: (scope) => { shared = scope; },
    get: async () => { const made = await plugin(); return () => ({ __esModule: true, default: made }); },
  };
})();
