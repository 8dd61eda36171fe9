// <send-guide src="https://guide.example/send-guide" title="…">a link, for browsers without script</send-guide>
// puts the guide into a frame that is as high as its page.

customElements.define('send-guide', class extends HTMLElement {
  connectedCallback() {
    const address = new URL(this.getAttribute('src'), location.href);
    if (address.protocol !== 'https:' && address.protocol !== 'http:') return;
    address.searchParams.set('embedded', '1');
    const frame = document.createElement('iframe');
    frame.src = address.href;
    frame.title = this.getAttribute('title') || 'Guide to disagreements about special educational needs';
    frame.allow = '';
    Object.assign(frame.style, { display: 'block', width: '100%', height: '45rem', border: '0' });
    this.removeAttribute('title'); // else a tooltip over the whole frame
    this.hear = (event) => {
      const height = event.data?.sendGuideHeight;
      if (event.source === frame.contentWindow && event.origin === address.origin && height > 0) frame.style.height = `${height}px`;
    };
    addEventListener('message', this.hear);
    // Said at every page in the frame, so that each learns who is around it.
    frame.addEventListener('load', () => frame.contentWindow.postMessage('send-guide', address.origin));
    this.replaceChildren(frame);
  }

  disconnectedCallback() {
    removeEventListener('message', this.hear);
  }
});
