// Drives a real browser: node browser.mjs <executable>
// Takes one command a line, each of one user, who shares nothing with others but the browser:
// {"user", "do": "open", "tab", "url", "width"} a page; {"do": "wait", "tab", "selector"} for an element;
// {"do": "click" | "text", "tab", "selector"} an element, {"do": "fill", "tab", "selector", "value"} a control;
// {"do": "press", "tab", "selector", "key"} in an element;
// {"do": "audit", "tab"} the page as it is; {"do": "follow", "tab", "topics", "options"} with the client that the page's server
// serves; {"do": "close", "tab"}; {"do": "leave"}, closing all tabs. Prints a line of JSON for what the client tells, what is done with its
// result or why it is not, and, as a note, what the console says is wrong.
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
browser.on('disconnected', () => process.exit(1)) // so that whoever waits is told
const patience = { timeout: 15_000 } // less than that of who waits for it
const users = new Map()

class User {
  #name
  #context
  #pages = new Map()

  constructor(name) {
    this.#name = name
  }

  async begin() {
    if (this.#context) return
    this.#context = await browser.newContext()
    await this.#context.route('**/favicon.ico', (route) => route.fulfill({ status: 204 })) // no matter of ours
  }

  tell(tab, type, data = {}, id = '') {
    console.log(JSON.stringify({ user: this.#name, type: `${tab} ${type}`, data: JSON.stringify(data), id }))
  }

  note(note) {
    console.log(JSON.stringify({ user: this.#name, note }))
  }

  async open({ tab, url, width = 1280 }) {
    const page = await this.#context.newPage()
    await page.setViewportSize({ width, height: 800 })
    this.#pages.set(tab, page)
    page.on('console', (message) => message.type() === 'error' && this.note(`console of ${tab}: ${message.text()}`))
    page.on('pageerror', (error) => this.note(`error in ${tab}: ${error.stack}`))
    page.on('response', (response) => response.status() >= 400 && this.note(`${response.status()} for ${response.url()}`))
    await page.exposeFunction('tell', (...told) => this.tell(tab, ...told))
    await page.exposeFunction('note', (text) => this.note(`state of ${tab}: ${text}`))
    await page.goto(url, patience)
  }

  async wait({ tab, selector }) {
    await this.#pages.get(tab).waitForSelector(selector, { state: 'attached', ...patience })
  }

  async click({ tab, selector }) {
    await this.#pages.get(tab).click(selector, patience)
  }

  async fill({ tab, selector, value }) {
    await this.#pages.get(tab).fill(selector, value, patience)
  }

  async press({ tab, selector, key }) {
    await this.#pages.get(tab).press(selector, key, patience)
  }

  async text({ tab, selector }) {
    return this.#pages.get(tab).innerText(selector, patience)
  }

  async audit({ tab }) {
    return this.#pages.get(tab).evaluate(audit)
  }

  async follow({ tab, topics, options }) {
    const tooLate = new Promise((_, fail) => setTimeout(() => fail(new Error('did not open')), patience.timeout))
    await Promise.race([tooLate, this.#follow(tab, topics, options)])
  }

  async #follow(tab, topics, options) {
    await this.#pages.get(tab).evaluate(async ({ topics, options }) => {
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
  }

  async close({ tab }) {
    await this.#pages.get(tab).close()
  }

  async leave() {
    users.delete(this.#name)
    await this.#context.close()
  }
}

async function perform({ user: name, do: action, tab = 'browser', ...rest }) {
  const user = users.get(name) ?? new User(name)
  users.set(name, user)
  try {
    await user.begin()
    user.tell(tab, `did ${action}`, await user[action]({ tab, ...rest }))
  } catch (failure) {
    user.tell(tab, `failed to ${action}`, failure.message)
  }
}

let last = Promise.resolve()
createInterface({ input: process.stdin })
  .on('line', (line) => {
    last = last.then(() => perform(JSON.parse(line)))
  })
  .on('close', async () => {
    await browser.close()
    process.exit()
  })
