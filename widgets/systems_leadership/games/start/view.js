// The start page on screen: the modules down a line, what is done, one button, the last map, help close by.
import { html, useEffect, useRef } from "../../vendor/preact.js";
import { KEYS, Status, exercise } from "../../page.js";
import { SmallMap } from "../../canvas/canvas.js";

// A page of the course, in this window. The course's JupyterLab extension opens it beside this one; without it the address itself leads there.
function Open({ to, exercise: id, children, ...more }) {
  return html`<a href=${to} data-sl-open=${to} data-sl-exercise=${id || undefined} ...${KEYS} ...${more}>${children}</a>`;
}

function Stop({ module, walked }) {
  const r = module.long ? 16 : 12.5, done = module.status === "done";
  return html`<span class=${"road" + (walked ? " walked" : "")}><svg width="44" height="44" viewBox="0 0 44 44" aria-hidden="true"><circle cx="22" cy="22" r=${r} fill=${done ? "var(--ink)" : "var(--paper)"}
      stroke=${module.status === "to come" ? "var(--soft)" : "var(--ink)"} stroke-width=${module.status === "now" ? 3.4 : 1.5} stroke-dasharray=${module.status === "to come" ? "2 3.5" : undefined}/>
    <text x="22" y="27" text-anchor="middle" font-size="14" font-weight="600" fill=${done ? "var(--paper)" : module.status === "to come" ? "var(--soft)" : "var(--ink)"}>${module.number}</text></svg></span>`;
}

function Step({ step }) {
  return html`<li class=${"small" + (step.done ? "" : " open")}><span class="tick" aria-hidden="true">${step.done ? html`<svg width="12" height="12" viewBox="0 0 12 12"><path d="M1.5 6.5l3 3 6-7" fill="none" stroke="currentColor" stroke-width="1.8"/></svg>`
    : html`<svg width="12" height="12" viewBox="0 0 12 12"><circle cx="6" cy="6" r="3.6" fill="none" stroke="currentColor" stroke-width="1.3" stroke-dasharray=${step.told ? undefined : "1.5 2"}/></svg>`}</span>
    <span>${step.text}${step.done ? " (done)" : `, ${step.minutes} min`}</span></li>`;
}

function Module({ module, go }) {
  const coming = module.status === "to come";
  return html`<li class=${"stop" + (coming ? " coming" : "")} aria-current=${module.status === "now" ? "step" : undefined}><${Stop} module=${module} walked=${module.status === "done"}/>
    <div class="about"><div class="head"><h2>${module.href ? html`<${Open} to=${module.href} class="t">${module.title}</${Open}>` : module.title}${coming && html`<span class="hidden">, still to come</span>`}</h2><span class="small time">${module.status === "done" ? "done" : module.time}</span></div>
      ${!module.steps.length && html`<p class="small">${module.words}</p>`}
      ${module.steps.length > 0 && html`<ul class="steps">${module.steps.map((s) => html`<${Step} key=${s.text} step=${s}/>`)}</ul>`}
      ${go.module === module.id && html`<p class="go"><${Open} to=${go.href} exercise=${go.exercise} class="btn primary">${go.words}</${Open}></p>${go.nudge && html`<p class="small">${go.nudge}</p>`}`}</div></li>`;
}

function Help({ help }) {
  return html`<section><h3>Help close by</h3><p class="small">${help.care}</p>${help.note && html`<p class="small note">${help.note}</p>`}
    <dl class="lines">${help.lines.map((l) => html`<div key=${l.name}><dt dir="auto">${l.name}</dt><dd dir="auto">${l.how}</dd></div>`)}</dl>${help.contact && html`<p class="small" dir="auto">${help.contact}</p>`}</section>`;
}

function Start({ line, screen }) {
  const root = useRef(null), { go, map, help } = screen;
  // Coming back from another tab of JupyterLab is no focus of the window: look again whenever this page comes into view.
  useEffect(() => {
    let hidden = false;
    const eye = new IntersectionObserver(([seen]) => { if (seen.isIntersecting && hidden) line.ask(); hidden = !seen.isIntersecting; });
    eye.observe(root.current);
    return () => eye.disconnect();
  }, [line]);
  return html`<div class="start" ref=${root}><section><p class="small" dir="auto">${help.title ? `${help.title}. ${screen.over}` : screen.over}</p><h1>${screen.title}</h1><p class="prose">${screen.subtitle}</p>
      ${screen.troubles.map((t) => html`<p class="trouble" key=${t}>${t}</p>`)}
      <ol class="stops">${screen.modules.map((m) => html`<${Module} key=${m.id} module=${m} go=${go}/>`)}</ol>
      ${screen.modules.some((m) => m.status === "to come") && html`<p class="small">A dotted ring: still to come. A larger ring: four hours or more.</p>`}
      ${!go.href && html`<p class="words">You have done everything that is written so far.</p>`}</section>
    <aside aria-label="Your map, handing in, help">${map.seats && html`<figure><${SmallMap} seats=${map.seats} near=${Object.keys(map.seats)} you=${map.you} empty=${map.empty} label=${map.caption}/><figcaption class="small">${map.caption}</figcaption></figure><hr/>`}
      <section><h3>To hand in next</h3><p class="small">${screen.hand_in.words}</p>${screen.hand_in.href && html`<${Open} to=${screen.hand_in.href} exercise=${screen.hand_in.exercise} class="in">See what is missing</${Open}>`}</section><hr/>
      <${Help} help=${help}/><hr/><p class="small">${screen.ticks}</p></aside></div><${Status} line=${line}/>`;
}

export default exercise(Start);
