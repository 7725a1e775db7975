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
    if (!answer.ok) throw Object.assign(new Error((await answer.json().catch(() => ({}))).message || `the server answered ${answer.status}`), { refused: answer.status === 400 });
    return answer.json();
  }
  const said = (error) => (error instanceof TypeError ? "the server does not answer" : error.message.replace(/\.$/, ""));

  const remembered = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const remember = (key, value) => { try { value === null ? localStorage.removeItem(key) : localStorage.setItem(key, value); } catch { /* a browser that keeps nothing */ } };

  // One box: what the server has, what is in it, and a sentence beside it. One request is on its way at a time, so that an
  // older one never lands on a newer. What the server has not got is kept in this browser too, and comes back with the page.
  class Box {
    constructor(el, beside, path, model, fields) {
      Object.assign(this, { el, beside, path, model, fields, kept: el.value, draft: `marking.draft.${base}.${path}`, wait: 2000 });
      const left = this.left();
      if (!left || left.words === el.value) remember(this.draft, null);
      else if (left.over === this.kept) { el.value = left.words; this.save(); }
      else this.say(`Not saved from this browser, before what stands here now was written: “${left.words}”`, true);
    }
    left() { try { return JSON.parse(remembered(this.draft)); } catch { return null; } }
    touched() { waiting.add(this); remember(this.draft, JSON.stringify({ words: this.el.value, over: this.kept ?? "" })); }
    async save() {
      clearTimeout(this.again);
      if (this.going) return;                               // looks again when that one is back
      const sent = this.el.value;
      if (this.el.validity.badInput) return this.say("Not saved: that is no number. Change it, and it is saved.", true);
      if (sent === this.kept) return this.rest();
      this.touched();
      this.going = true;
      this.say("Saving…");
      try {
        Object.assign(this.model, await ask(this.path, "PUT", this.fields(this.el.type === "number" && sent.trim() === "" ? null : sent)));
        this.kept = sent; this.wait = 2000;
        this.rest();
        this.say("Saved");
        count();
      } catch (error) {
        this.say(error.refused ? `Not saved: ${said(error)}. Change it, and it is saved.` : `Not saved: ${said(error)}. Your words are still here; it is tried again.`, true);
        if (!error.refused) { this.again = setTimeout(() => this.save(), this.wait); this.wait = Math.min(30000, this.wait * 2); }
        return;
      } finally { this.going = false; }
      if (this.el.value !== sent) this.save();              // more was typed while this was on its way
    }
    rest() {
      if (this.el.value !== this.kept) return;
      waiting.delete(this); remember(this.draft, null);
      if (this.beside.classList.contains("no")) this.say("");
    }
    say(text, no = false) { this.beside.textContent = text; this.beside.classList.toggle("no", no); }
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
    const give = (mark) => { if (grades[box.el.id].needs_manual_grade) box.kept = undefined; box.el.value = mark; show(); box.save(); };     // the same mark on new work is a mark given
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
      el.addEventListener("input", () => box.touched());
      el.addEventListener("change", () => box.save());
      levels(box);
    }
    for (const model of words) {
      const el = document.getElementById(`${model.name}-comment`);
      if (!el) continue;
      el.value = model.manual_comment ?? "";
      const box = new Box(el, el.nextElementSibling, `comment/${model.id}`, model, (value) => ({ manual_comment: value }));
      let soon;
      el.addEventListener("input", () => { box.touched(); clearTimeout(soon); soon = setTimeout(() => box.save(), 1200); });
      el.addEventListener("change", () => { clearTimeout(soon); box.save(); });
      el.closest(".criterion").querySelector(".frame").addEventListener("click", () => {
        const fresh = el.value.trim() === "";
        if (fresh) { el.value = "Seen: \n\nQuestion: \n\nNext step: "; box.save(); }
        el.focus();
        if (fresh) el.setSelectionRange(6, 6);
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

  all(".scheme").forEach((d) => { d.open = remembered("marking.scheme") === "open"; });
  all(".scheme").forEach((d) => d.addEventListener("toggle", () => remember("marking.scheme", d.open ? "open" : "shut")));
  const who = $("#who"), shows = () => remembered("marking.who") === "yes";
  async function showWho(on) {                              // fetched when it is asked for: until then no name is in the page
    const words = $("#who-it-is");
    words.hidden = !on; who.setAttribute("aria-expanded", on); who.textContent = on ? "Hide who it is" : "Who is it?";
    if (!on || words.textContent) return;
    try {
      const { learner, name } = await ask(`../who/${submission}`);
      words.textContent = `Learner ${learner}${name ? `, ${name}` : ""}`;
    } catch (error) { words.textContent = `Not found: ${said(error)}.`; }
  }
  who?.addEventListener("click", () => { remember("marking.who", shows() ? "no" : "yes"); showWho(shows()); });
  if (who) showWho(shows());
  $("#flag")?.addEventListener("click", async (e) => {
    const words = $("#flag-said");
    try {
      const back = await ask(`submitted_notebook/${submission}/flag`, "POST");
      e.target.setAttribute("aria-pressed", back.flagged);
      words.textContent = back.flagged ? "Flagged" : "Flag taken off";
    } catch (error) { words.textContent = `Not flagged: ${said(error)}. Try again.`; }
    words.classList.toggle("no", words.textContent.startsWith("Not"));
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
