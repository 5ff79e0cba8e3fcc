/**
 * What is wrong with a page as it is now, as sentences; runs in the page. A text is in the page's language if it has no letters of
 * the other alone; names, payloads and code are none's: translate="no", <code> and their like.
 */
export function audit() {
  const found = []
  const korean = document.documentElement.lang === 'ko'
  const units = /\b(ms|s|B|kB|KiB|MiB|px)\b/g

  function check(text, where) {
    const own = text.replace(units, '')
    const hangul = /[\u3131-\u318e\uac00-\ud7a3]/.test(own)
    if (korean ? /[A-Za-z]{2}/.test(own) && !hangul : hangul) found.push(`not ${korean ? 'Korean' : 'English'}: ${where} "${text.trim()}"`)
  }

  check(document.title, 'title')
  if (korean && !/[\uac00-\ud7a3]/.test(document.title)) found.push(`not Korean: title "${document.title}"`)
  const nobodys = '[translate=no], code, kbd, samp, pre, script, style'
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const { parentElement, data } = texts.currentNode
    if (!parentElement.closest(nobodys)) check(data, `<${parentElement.localName}>`)
  }
  for (const name of ['title', 'aria-label', 'placeholder', 'alt']) {
    for (const element of document.querySelectorAll(`body [${name}]`)) {
      if (!element.closest(nobodys)) check(element.getAttribute(name), `${name} of <${element.localName}>`)
    }
  }

  const { scrollWidth, clientWidth } = document.documentElement
  if (scrollWidth > clientWidth) {
    const widest = [...document.body.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().right > clientWidth + 1)
    found.push(`wider than ${clientWidth} px: ${widest.slice(0, 5).map((element) => element.outerHTML.slice(0, 80)).join(' | ')}`)
  }

  if (document.querySelectorAll('h1').length !== 1) found.push('there is not one h1')
  for (const control of document.querySelectorAll('button, input, select, textarea, a[href], summary')) {
    const label = control.labels?.length ? [...control.labels].map((label) => label.textContent).join('') : control.textContent
    const alt = control.querySelector('[alt]')?.getAttribute('alt')
    if (!(label.trim() || control.getAttribute('aria-label') || alt)) found.push(`has no name: ${control.outerHTML}`)
  }
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id)
  ids.filter((id, index) => ids.indexOf(id) !== index).forEach((id) => found.push(`twice there: id ${id}`))
  return found
}
