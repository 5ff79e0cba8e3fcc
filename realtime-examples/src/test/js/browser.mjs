// Drives a real browser: node browser.mjs <executable>
// Takes one command a line: {"do": "open", "tab", "url", "width"} a page; {"do": "wait", "tab", "selector"} for an element;
// {"do": "click" | "text", "tab", "selector"} an element, {"do": "fill", "tab", "selector", "value"} a control;
// {"do": "press", "tab", "selector", "key"} in an element;
// {"do": "audit", "tab"} the page as it is; {"do": "follow", "tab", "topics", "options"} with the client that the page's server
// serves; {"do": "close", "tab"}. Prints what the client tells, and what is done with its result, as a line of JSON; what the console
// says is wrong as a line of text. Begins with a line that says that the browser has started.
import { createInterface } from 'node:readline'
import { chromium } from 'playwright-core'
import { audit } from './audit.mjs'

const [, , executablePath] = process.argv
const browser = await chromium.launch({
  executablePath,
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync',
  ],
})
const context = await browser.newContext()
await context.route('**/favicon.ico', (route) => route.fulfill({ status: 204 })) // no matter of ours
const pages = new Map()

function print(tab, type, data = {}, id = '') {
  console.log(JSON.stringify({ type: `${tab} ${type}`, data: JSON.stringify(data), id }))
}

const commands = {
  async open({ tab, url, width = 1280 }) {
    const page = await context.newPage()
    await page.setViewportSize({ width, height: 800 })
    pages.set(tab, page)
    page.on('console', (message) => message.type() === 'error' && console.log(`console of ${tab}: ${message.text()}`))
    page.on('pageerror', (error) => console.log(`error in ${tab}: ${error.stack}`))
    page.on('response', (response) => response.status() >= 400 && console.log(`${response.status()} for ${response.url()}`))
    await page.exposeFunction('tell', (...told) => print(tab, ...told))
    await page.exposeFunction('note', (text) => console.log(`state of ${tab}: ${text}`))
    await page.goto(url)
  },
  async wait({ tab, selector }) {
    await pages.get(tab).waitForSelector(selector, { state: 'attached', timeout: 15_000 })
  },
  async click({ tab, selector }) {
    await pages.get(tab).click(selector, { timeout: 15_000 })
  },
  async fill({ tab, selector, value }) {
    await pages.get(tab).fill(selector, value, { timeout: 15_000 })
  },
  async press({ tab, selector, key }) {
    await pages.get(tab).press(selector, key, { timeout: 15_000 })
  },
  async text({ tab, selector }) {
    return pages.get(tab).innerText(selector, { timeout: 15_000 })
  },
  async audit({ tab }) {
    return pages.get(tab).evaluate(audit)
  },
  async follow({ tab, topics, options }) {
    await pages.get(tab).evaluate(async ({ topics, options }) => {
      const { connect } = await import('/realtime/realtime.js')
      const realtime = connect('/realtime', { ...options, random: () => Math.random() / 10 })
      const open = new Promise((done) => {
        realtime.addEventListener('state', ({ detail }) => {
          note(JSON.stringify(detail))
          if (detail.state !== 'open') return
          tell('open', [detail.transport, detail.leads])
          done()
        })
      })
      realtime.subscribe(topics, ({ type, data, id }) => tell(type, data, id), { onGap: ({ reason }) => tell('gap', reason) })
      await open
    }, { topics, options })
  },
  async close({ tab }) {
    await pages.get(tab).close()
  },
}

print('browser', 'did start')

let last = Promise.resolve()
createInterface({ input: process.stdin })
  .on('line', (line) => {
    last = last.then(async () => {
      const command = JSON.parse(line)
      print(command.tab, `did ${command.do}`, await commands[command.do](command))
    })
  })
  .on('close', async () => {
    await browser.close()
    process.exit()
  })
