// The upload: too large a file is told before it is sent, and a long one shows how far it is. Without this the form just sends.
const sizeOf = bytes => `${(bytes / 1_048_576).toFixed(1)} MB`;

document.addEventListener('change', event => {
  const file = event.target.closest('[data-upload] input[type="file"]');
  if (!file) return;
  const most = Number(file.form.dataset.maxBytes);
  const chosen = file.files[0];
  file.setCustomValidity(chosen && chosen.size > most ? `The file has ${sizeOf(chosen.size)}; at most ${sizeOf(most)} are taken.` : '');
  file.reportValidity();
});

document.addEventListener('htmx:xhr:progress', event => {
  const bar = event.target.closest('[data-upload]')?.querySelector('[data-upload-progress]');
  if (!bar || !event.detail.lengthComputable) return;
  bar.hidden = false;
  const share = Math.round((event.detail.loaded / event.detail.total) * 100);
  bar.querySelector('progress').value = share;
  bar.querySelector('span').textContent = `${share} % of ${sizeOf(event.detail.total)}`;
});
