// Drag a card to another stage. The server decides: a refusal, a conflict or a question puts the card back where it was;
// after a move the board fetches itself (live.js), and the card takes its place in the order.
// Looked up anew each time: an empty board gets its columns by a refresh.
const board = () => document.querySelector('[data-board][data-move-url]:not([data-move-url=""])');
const origin = new WeakMap();

const ask = (card, from, index, to) => {
  origin.set(card, { from, index });
  card.classList.add('is-waiting');
  window.htmx.ajax('POST', board().dataset.moveUrl.replace('{id}', card.dataset.id), {
    source: card,
    target: card,
    swap: 'none',
    values: { to, expected: card.dataset.expected, returnUrl: location.pathname + location.search },
  });
};

const putBack = card => {
  const place = origin.get(card);
  if (!place) return;
  origin.delete(card);
  card.classList.remove('is-waiting');
  if (card.isConnected) place.from.insertBefore(card, place.from.querySelectorAll('[data-row]')[place.index] ?? null);
};

document.addEventListener('htmx:afterRequest', event => {
  const card = event.detail.requestConfig?.elt;
  if (!card || !origin.has(card)) return;
  const elsewhere = event.detail.xhr?.getResponseHeader('HX-Retarget');
  if (!event.detail.successful || elsewhere) putBack(card);
  else {
    origin.delete(card);
    card.classList.remove('is-waiting');
  }
});
document.addEventListener('htmx:sendError', event => putBack(event.detail.requestConfig?.elt));

const attach = () => {
  if (!board() || !window.Sortable) return;
  // A refresh brings the board without it.
  board().setAttribute('data-board-drag', '');
  for (const list of document.querySelectorAll('[data-board-cards]')) {
    if (window.Sortable.get(list)) continue;
    window.Sortable.create(list, {
      group: 'board',
      sort: false,
      draggable: '[data-row]',
      ghostClass: 'board-ghost',
      animation: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 120,
      delay: 180,
      delayOnTouchOnly: true,
      onStart: () => document.body.setAttribute('data-dragging', ''),
      onEnd: event => {
        document.body.removeAttribute('data-dragging');
        const to = event.to.closest('[data-board-column]').dataset.boardColumn;
        if (event.from !== event.to) ask(event.item, event.from, event.oldDraggableIndex, to);
      },
    });
  }
};

attach();
document.addEventListener('htmx:afterSettle', attach);
