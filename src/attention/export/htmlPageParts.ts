// HTML page parts: the style and the script of an exported page. The script writes text nodes, never markup.

export const PAGE_STYLE = `
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, "Segoe UI", "Noto Sans", sans-serif; }
main { max-width: 76rem; margin: 0 auto; padding: 2rem clamp(1rem, 4vw, 3rem); }
h1 { margin: 0; font-size: 1.6rem; line-height: 1.25; }
h2 { margin: 0 0 0.5rem; font-size: 1rem; }
p { margin: 0.5rem 0; }
select { font: inherit; color: inherit; background: var(--paper); border: 1px solid; border-radius: 4px; padding: 0.2rem; }
.sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); gap: 2rem; }
#readout { min-height: 1.5em; font-weight: 600; font-variant-numeric: tabular-nums; }
section { line-height: 1.9; }
section button { margin: 0; padding: 0.05rem 0; font: inherit; color: inherit; background: none; border: 1px solid transparent; border-radius: 4px; white-space: pre-wrap; cursor: pointer; }
section button.special { opacity: 0.75; font-style: italic; }
section button.chosen { border-color: var(--ink); font-weight: 600; }
:focus-visible { outline: 2px solid rgb(var(--accent)); outline-offset: 1px; }
section button.special { font-size: 0.85em; }
.placeholders { display: flex; flex-wrap: wrap; gap: 0 1.25rem; margin: 1rem 0 0; padding: 0; list-style: none; font-size: 0.9rem; }
figure { margin: 2rem 0 0; overflow: auto; }
figure svg { max-width: none; }
@media print { .quiet { display: none; } }
`;

// Weights are shown in three ways: by a tint, by a bar whose height is the weight, and in a sentence.
export const PAGE_SCRIPT = `'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const bytes = Uint8Array.from(atob(data.weights), c => c.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  const { rows, columns } = data;
  const sides = { query: document.getElementById('query'), key: document.getElementById('key') };
  const buttons = { query: [...sides.query.children], key: [...sides.key.children] };
  const readout = document.getElementById('readout');
  const headChoice = document.getElementById('head');
  const number = new Intl.NumberFormat(data.language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  let pinned;
  const weightAt = (row, column) => {
    const head = headChoice === null ? 0 : Number(headChoice.value);
    return view.getFloat32(((head * rows + row) * columns + column) * 4, true);
  };
  const rightToLeft = /[\\u0590-\\u08ff\\ufb1d-\\ufdff\\ufe70-\\ufefe]/;
  const isolated = text => (rightToLeft.test(text) ? '\\u2068' + text + '\\u2069' : text);
  const filled = (message, ...values) => message.replace(/\\{(\\d)\\}/g, (_, at) => isolated(values[at]));
  const textOf = (role, at) => buttons[role][at].textContent;
  const otherOf = role => (role === 'query' ? 'key' : 'query');
  const between = (role, at, other) => (role === 'query' ? weightAt(at, other) : weightAt(other, at));
  function show(role, at, cell) {
    for (const one of document.querySelectorAll('.chosen')) one.classList.remove('chosen');
    for (const one of buttons[role]) one.removeAttribute('style');
    buttons[role][at].classList.add('chosen');
    const weights = buttons[otherOf(role)].map((_, other) => between(role, at, other));
    weights.forEach((weight, other) => {
      const { style } = buttons[otherOf(role)][other];
      const share = Math.min(1, weight);
      style.backgroundColor = 'rgb(var(--accent) / ' + 0.45 * share + ')';
      style.boxShadow = 'inset 0 -' + 5 * share + 'px rgb(var(--accent))';
    });
    const strongest = cell ?? weights.indexOf(Math.max(...weights));
    const message = role === 'query' ? data.attendsTo : data.isAttendedBy;
    const texts = [textOf(role, at), textOf(otherOf(role), strongest)];
    readout.textContent = filled(message, ...texts, number.format(weights[strongest]));
  }
  function clear() {
    if (pinned !== undefined) return show(pinned.role, pinned.at);
    for (const one of [...buttons.query, ...buttons.key]) { one.removeAttribute('style'); one.classList.remove('chosen'); }
    readout.textContent = '';
  }
  for (const role of ['query', 'key']) {
    buttons[role].forEach((one, at) => {
      one.addEventListener('pointerenter', () => show(role, at));
      one.addEventListener('pointerleave', clear);
      one.addEventListener('focus', () => show(role, at));
      one.addEventListener('click', () => {
        pinned = pinned !== undefined && pinned.role === role && pinned.at === at ? undefined : { role, at };
        show(role, at);
      });
    });
    sides[role].addEventListener('keydown', event => {
      const at = buttons[role].indexOf(document.activeElement);
      const steps = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1, Home: -rows - columns, End: rows + columns };
      if (at < 0 || steps[event.key] === undefined) return;
      event.preventDefault();
      const next = Math.max(0, Math.min(buttons[role].length - 1, at + steps[event.key]));
      buttons[role][at].tabIndex = -1;
      buttons[role][next].tabIndex = 0;
      buttons[role][next].focus();
    });
  }
  if (headChoice !== null) headChoice.addEventListener('change', clear);
  const picture = document.querySelector('figure svg');
  // Pointer positions are related to the frame of the matrix, which exists whether the cells are colors or bars.
  const frame = picture.querySelector('rect[fill="none"]');
  picture.addEventListener('pointermove', event => {
    const { left, top, width, height } = frame.getBoundingClientRect();
    const column = Math.floor(((event.clientX - left) / width) * columns);
    const row = Math.floor(((event.clientY - top) / height) * rows);
    if (row >= 0 && column >= 0 && row < rows && column < columns) show('query', row, column);
  });
  picture.addEventListener('pointerleave', clear);
})();
`;
