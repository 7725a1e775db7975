"""The least a widget can do, to stand beside the game: a key is acknowledged in the page, and Python echoes it."""
from __future__ import annotations

# Run once in the kernel; after that a cell that says `Echo()` costs what any anywidget costs.
SETUP = '''
import anywidget


class Echo(anywidget.AnyWidget):
    _esm = """
    export default { render({ model, el }) {
      const button = document.createElement("button");
      button.className = "bare-echo"; button.textContent = "ready"; button.dataset.lmSuppressShortcuts = "true";
      let n = 0;
      button.addEventListener("click", () => { button.textContent = "asking…"; model.send({ n: ++n }); });
      model.on("msg:custom", (content) => { button.textContent = `answer ${content.n}`; });
      el.append(button);
    } };
    """

    def __init__(self):
        super().__init__()
        self.on_msg(lambda _, content, buffers: self.send({"n": content["n"]}))
'''
SHOW = "Echo()"
