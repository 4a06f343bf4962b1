import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../words/words.ts';
import { endpoint, key } from './settings.ts';

export const keyDialogIsOpen = signal(false);

/** Asks for a key. It stays in this tab, is sent to the endpoint it was entered for and nowhere else, and goes when the tab is closed. */
export function KeyDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const isOpen = keyDialogIsOpen.value;
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  const close = (): void => {
    keyDialogIsOpen.value = false;
  };
  return (
    <dialog ref={dialog} onClose={close} aria-labelledby="key-title">
      <form
        method="dialog"
        onSubmit={(event) => {
          const entered = new FormData(event.currentTarget).get('key');
          key.value = typeof entered === 'string' && entered.trim() !== '' ? entered.trim() : null;
          event.currentTarget.reset();
        }}
      >
        <h2 id="key-title">{t('key')}</h2>
        <p>{t('keyText', { endpoint: endpoint ?? '' })}</p>
        <label>
          {t('key')}
          <input name="key" type="password" autocomplete="off" spellcheck={false} placeholder="kring_…" />
        </label>
        <p class="hint">{t('keyScopes')}</p>
        <p class="buttons">
          <button type="submit" class="primary">
            {t('useKey')}
          </button>
          <button type="button" onClick={close}>
            {t('cancel')}
          </button>
          {key.value !== null && (
            <button
              type="button"
              onClick={() => {
                key.value = null;
                close();
              }}
            >
              {t('forgetKey')}
            </button>
          )}
        </p>
      </form>
    </dialog>
  );
}
