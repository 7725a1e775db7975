// The marking page: every mark and comment is saved as it is made, and the page says so only when the server has answered.
"use strict";
(() => {
  const base = document.body.dataset.base, submission = document.body.dataset.submission;
  const cookie = (name) => document.cookie.match(`(?:^|; )${name}=([^;]*)`)?.[1] ?? "";
  const waiting = new Set();                                // boxes whose words have not reached the server
  const $ = (selector) => document.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];

  async function ask(path, method = "GET", body = undefined) {
    const answer = await fetch(`${base}/api/${path}`, { method, credentials: "same-origin", headers: { "X-XSRFToken": cookie("_xsrf"), "Content-Type": "application/json" },
                                                        body: body && JSON.stringify(body) });
    if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).message || `the server answered ${answer.status}`);
    return answer.json();
  }

  // One box: what the server has, what is in it, and a sentence beside it. Words stay in the box until they are kept.
  class Box {
    constructor(el, said, path, model, fields) { Object.assign(this, { el, said, path, model, fields, kept: el.value, turn: 0 }); }
    async save() {
      const value = this.el.value.trim() === "" && this.el.type === "number" ? null : this.el.value;
      if (String(value ?? "") === String(this.kept ?? "") && !waiting.has(this)) return;
      const turn = ++this.turn, sent = this.el.value;
      waiting.add(this);
      this.say("Saving…");
      try {
        if (this.el.type === "number" && this.el.validity.badInput) throw new Error("that is no number");
        const back = await ask(this.path, "PUT", this.fields(value));
        if (turn !== this.turn) return;
        this.kept = value ?? ""; Object.assign(this.model, back);
        if (this.el.value !== sent) return void this.save();       // more was typed while this was on its way
        waiting.delete(this);
        this.say("Saved");
        count();
      } catch (error) {
        if (turn !== this.turn) return;
        this.say(`Not saved: ${error.message === "Failed to fetch" ? "the server does not answer" : error.message}. Your words are still here; it is tried again.`, true);
        clearTimeout(this.again);
        this.again = setTimeout(() => this.save(), 5000);
      }
    }
    say(text, no = false) { this.said.textContent = text; this.said.classList.toggle("no", no); }
  }

  const grades = {};
  function count() {
    const boxes = all(".criterion"), done = boxes.filter((c) => grades[c.dataset.id]?.manual_score != null && !grades[c.dataset.id].needs_manual_grade).length;
    const again = boxes.filter((c) => grades[c.dataset.id]?.manual_score != null && grades[c.dataset.id].needs_manual_grade);
    if ($("#count")) $("#count").textContent = `${done} of ${boxes.length} criteria marked.` + (again.length ? ` ${again.length} marked before this hand-in came: look again.` : "");
    again.forEach((c) => { const said = c.querySelector(".number .saved"); if (!said.textContent) said.textContent = "Marked before this hand-in came. Choose again to keep it."; });
  }

  function levels(box) {                                    // radios and number say the same
    const card = box.el.closest(".criterion");
    if (!card) return;
    const show = () => card.querySelectorAll("input[type=radio]").forEach((r) => { r.checked = box.el.value !== "" && Number(r.value) === Number(box.el.value); });
    show();
    box.el.addEventListener("input", show);
    const give = (mark) => { box.el.value = mark; box.kept = undefined; show(); box.save(); };
    card.querySelectorAll("input[type=radio]").forEach((r) => r.addEventListener("click", () => give(r.value)));
    card.addEventListener("keydown", (e) => {
      if (e.ctrlKey || e.metaKey || e.altKey || e.target.matches("textarea, input[type=number]")) return;
      const radio = card.querySelector(`input[type=radio][value="${e.key}"]`);
      if (radio) { e.preventDefault(); radio.focus(); give(radio.value); }
    });
  }

  async function open() {
    const [marks, words] = await Promise.all([ask(`grades?submission_id=${submission}`), ask(`comments?submission_id=${submission}`)]);
    for (const model of marks) {
      const el = document.getElementById(model.name);
      if (!el) continue;
      grades[model.name] = model;
      el.value = model.manual_score ?? "";
      if (model.auto_score != null) el.placeholder = model.auto_score;
      const box = new Box(el, el.parentElement.querySelector(".saved"), `grade/${model.id}`, model, (value) => ({ manual_score: value, extra_credit: model.extra_credit }));
      el.addEventListener("change", () => box.save());
      levels(box);
    }
    for (const model of words) {
      const el = document.getElementById(`${model.name}-comment`);
      if (!el) continue;
      el.value = model.manual_comment ?? "";
      const box = new Box(el, el.nextElementSibling, `comment/${model.id}`, model, (value) => ({ manual_comment: value }));
      let soon;
      el.addEventListener("input", () => { waiting.add(box); clearTimeout(soon); soon = setTimeout(() => box.save(), 1200); });
      el.addEventListener("change", () => { clearTimeout(soon); box.save(); });
      el.closest(".criterion").querySelector(".frame").addEventListener("click", () => {
        if (el.value.trim() === "") { el.value = "Seen: \n\nQuestion: \n\nNext step: "; box.save(); }
        el.focus(); el.setSelectionRange(6, 6);
      });
    }
    count();
  }

  let at = new URLSearchParams(location.search).get("at") ?? "";
  document.addEventListener("focusin", (e) => { at = e.target.closest(".criterion")?.dataset.id ?? at; });

  async function go(where) {
    document.activeElement?.dispatchEvent?.(new Event("change", { bubbles: true }));
    for (let n = 0; waiting.size && n < 50; n++) await new Promise((done) => setTimeout(done, 40));
    if (waiting.size && !confirm("Something is not saved yet. Go on without it?")) return;
    waiting.clear();
    location.href = `${base}/submissions/${submission}/${where}${at ? `?at=${encodeURIComponent(at)}` : ""}`;
  }

  $("#next")?.addEventListener("click", () => go("next"));
  $(".steps .next")?.addEventListener("click", () => go("next"));
  $("#prev")?.addEventListener("click", () => go("prev"));
  document.addEventListener("keydown", (e) => {
    const typing = e.target.matches("textarea, input[type=number]");
    if (typing && e.key === "Escape") return e.target.blur();
    if (e.ctrlKey && (e.key === "." || e.key === ",")) { e.preventDefault(); return go(e.key === "." ? "next" : "prev"); }
    if (typing || e.ctrlKey || e.metaKey || e.altKey) return undefined;
    if (e.key === "n" || e.key === "p") { e.preventDefault(); return go(e.key === "n" ? "next" : "prev"); }
    return undefined;
  });
  addEventListener("beforeunload", (e) => { if (waiting.size) e.preventDefault(); });

  const remembered = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const remember = (key, value) => { try { localStorage.setItem(key, value); } catch { /* a browser that keeps nothing */ } };
  all(".scheme").forEach((d) => { d.open = remembered("marking.scheme") === "open"; });
  all(".scheme").forEach((d) => d.addEventListener("toggle", () => remember("marking.scheme", d.open ? "open" : "shut")));
  const who = $("#who"), shows = () => remembered("marking.who") === "yes";
  const showWho = (on) => { $("#who-it-is").hidden = !on; who.setAttribute("aria-expanded", on); who.textContent = on ? "Hide who it is" : "Who is it?"; };
  who?.addEventListener("click", () => { remember("marking.who", shows() ? "no" : "yes"); showWho(shows()); });
  if (who) showWho(shows());
  $("#flag")?.addEventListener("click", async (e) => {
    const back = await ask(`submitted_notebook/${submission}/flag`, "POST");
    e.target.setAttribute("aria-pressed", back.flagged);
  });

  // A picture wider than the screen can be moved sideways by keyboard too; one that fits is no stop on the way.
  const widths = new ResizeObserver((seen) => seen.forEach(({ target }) => { target.tabIndex = target.scrollWidth > target.clientWidth ? 0 : -1; }));
  all(".part").forEach((part) => widths.observe(part));

  open().then(() => {
    const card = at && document.getElementById(`at-${at}`);
    if (card) { card.scrollIntoView({ block: "start" }); (card.querySelector("input:checked") ?? card.querySelector("input"))?.focus({ preventScroll: true }); }
    document.body.dataset.ready = "yes";
  }).catch((error) => { if ($("#count")) $("#count").textContent = `The marks could not be read (${error.message}). Load the page again.`; });
})();
