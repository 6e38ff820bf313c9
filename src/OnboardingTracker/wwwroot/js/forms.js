// Small help for ordinary forms. Everything here works without it, with one more click.
document.documentElement.classList.add('js');
// Over plain http from another machine the browser drops the cookies; better said before somebody signs in twice.
if (!window.isSecureContext) document.querySelectorAll('[data-insecure-note]').forEach(element => { element.hidden = false; });

const summary = document.querySelector('main [data-error-summary]');
summary?.focus();

document.addEventListener('click', async event => {
  const link = event.target.closest('[data-error-summary] a[href^="#"]');
  if (link) {
    const field = document.getElementById(link.hash.slice(1));
    if (field) {
      event.preventDefault();
      field.focus();
      field.scrollIntoView({ block: 'center' });
    }
  }

  const show = event.target.closest('[data-show-password]');
  if (show) {
    const field = document.getElementById(show.getAttribute('aria-controls'));
    const shown = field.type === 'text';
    field.type = shown ? 'password' : 'text';
    show.setAttribute('aria-pressed', String(!shown));
  }

  const copy = event.target.closest('[data-copy]');
  if (copy) {
    await navigator.clipboard.writeText(document.querySelector(copy.dataset.copy).textContent.trim());
    document.dispatchEvent(new CustomEvent('toast', { detail: { message: 'Copied', tone: 'info' } }));
  }
});

document.addEventListener('change', event => {
  event.target.closest('form[data-auto-submit]')?.requestSubmit();
});

document.addEventListener('submit', event => {
  const form = event.target;
  if (event.defaultPrevented) return;
  if (form.matches('[data-theme-switch]')) {
    event.preventDefault();
    choose(form, event.submitter?.value ?? '');
    return;
  }

  // An empty filter stays out of the address.
  if (form.method === 'get') {
    for (const field of form.elements) {
      if (field.name && field.value === '' && !field.disabled) {
        field.disabled = true;
        setTimeout(() => { field.disabled = false; });
      }
    }
    return;
  }

  // A second press of a button must not do the thing twice. htmx forms come back; pages are left.
  if (form.dataset.sent && !form.hasAttribute('hx-post')) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = 'true';
});
window.addEventListener('pageshow', () => {
  document.querySelectorAll('form[data-sent]').forEach(form => { delete form.dataset.sent; });
});

const choose = (form, theme) => {
  const root = document.documentElement;
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
  const secure = location.protocol === 'https:' ? '; secure' : '';
  document.cookie = `theme=${theme}; path=/; max-age=${theme ? 31_536_000 : 0}; samesite=lax${secure}`;
  for (const button of form.querySelectorAll('button[name="theme"]')) {
    button.setAttribute('aria-pressed', String(button.value === theme));
  }
};
