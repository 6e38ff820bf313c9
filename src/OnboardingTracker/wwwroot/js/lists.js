// Lists of rows: choosing several, the bulk bar, clicking a row, and the actions that every row shares.
const rows = list => [...list.querySelectorAll('input[data-select]')];
let last = null;

const refresh = list => {
  const boxes = rows(list);
  const chosen = boxes.filter(box => box.checked);
  for (const box of boxes) box.closest('[data-row]')?.classList.toggle('is-selected', box.checked);
  const all = list.querySelector('input[data-select-all]');
  if (all) {
    all.checked = boxes.length > 0 && chosen.length === boxes.length;
    all.indeterminate = chosen.length > 0 && !all.checked;
  }
  const bar = document.querySelector(list.dataset.bulk || '[data-bulk-bar]');
  if (bar) {
    bar.hidden = chosen.length === 0;
    const output = bar.querySelector('output');
    if (output) output.textContent = `${chosen.length} selected`;
  }
};

const refreshAll = () => document.querySelectorAll('[data-list]').forEach(refresh);
refreshAll();
document.addEventListener('htmx:afterSettle', refreshAll);
window.addEventListener('pageshow', refreshAll);

document.addEventListener('change', event => {
  const list = event.target.closest('[data-list]');
  if (!list) return;
  if (event.target.matches('[data-select-all]')) rows(list).forEach(box => { box.checked = event.target.checked; });
  if (event.target.matches('[data-select], [data-select-all]')) refresh(list);
});

document.addEventListener('click', event => {
  const box = event.target.closest('input[data-select]');
  if (box) {
    const boxes = rows(box.closest('[data-list]'));
    if (event.shiftKey && last && boxes.includes(last)) {
      const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
      for (const other of boxes.slice(from, to + 1)) other.checked = box.checked;
      refresh(box.closest('[data-list]'));
    }
    last = box;
    return;
  }

  if (event.target.closest('[data-select-none]')) {
    document.querySelectorAll('[data-list]').forEach(list => {
      rows(list).forEach(other => { other.checked = false; });
      refresh(list);
    });
    return;
  }

  const opener = event.target.closest('[data-row-menu]');
  if (opener && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
    const row = opener.closest('[data-row]');
    const menu = actionsOf(row);
    if (menu) {
      event.preventDefault();
      fill(menu, row);
      menu.showPopover({ source: opener });
      menu.querySelector('.menu-item')?.focus();
    }
    return;
  }

  // A click anywhere on a row opens it, unless it was meant for something in it, or selected text.
  const row = event.target.closest('tr[data-row]');
  if (row && !event.target.closest('a, button, input, select, textarea, label, summary, [popover], form') && getSelection().isCollapsed) {
    const link = row.querySelector('[data-open]');
    if (link && (event.ctrlKey || event.metaKey)) window.open(link.href, '_blank', 'noopener');
    else link?.click();
  }
});

// One menu serves all rows: data-href="/accounts/{id}/move" takes its values from the row's data attributes.
const actionsOf = row => {
  const list = row?.closest('[data-list], [data-board]');
  return list ? document.querySelector(list.dataset.actions || '[data-row-actions]') : null;
};

const fill = (menu, row) => {
  for (const item of menu.querySelectorAll('[data-href]')) {
    item.href = item.dataset.href.replace(/\{(\w+)\}/g, (_, key) => encodeURIComponent(row.dataset[key] ?? ''));
  }
  const title = menu.querySelector('.menu-title');
  if (title) title.textContent = row.dataset.name ?? '';
};

document.addEventListener('row-action', event => {
  const { row, key } = event.detail;
  const menu = actionsOf(row);
  const item = menu?.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!item) return;
  event.preventDefault();
  fill(menu, row);
  item.click();
});
