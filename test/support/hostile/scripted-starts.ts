/**
 * What a host's scripts can do to a widget that everybody can see, without anybody's press. Each runs in the host's page, where `w` is a plain frame and `d`
 * the loader's element; whatever throws has failed, which is fine.
 */

/** Statements in JavaScript. */
export const SCRIPTED_STARTS: Readonly<Record<string, string>> = {
  "clicks on the frame": "w.click(); d.click()",
  "clicks on everything": "for (const each of document.querySelectorAll('*')) each.click?.()",
  "a made mouse": `for (const type of ["pointerdown", "mousedown", "pointerup", "mouseup", "click", "dblclick"])
    for (const target of [w, d, document, window]) target.dispatchEvent(new MouseEvent(type, { bubbles: true, composed: true, clientX: 140, clientY: 250 }))`,
  "a made touch": `w.dispatchEvent(new Event("touchstart", { bubbles: true })); w.dispatchEvent(new PointerEvent("click", { bubbles: true, pointerType: "touch" }))`,
  "made keys after taking the focus there": `w.focus(); w.contentWindow.focus();
    for (const key of ["Tab", "Enter", " "]) for (const type of ["keydown", "keypress", "keyup"]) w.dispatchEvent(new KeyboardEvent(type, { key, bubbles: true }))`,
  "a reach into the frame": "w.contentDocument.querySelector('button').click()",
  "a reach into the window": "w.contentWindow.document.querySelector('button').click()",
  "a reach into the element":
    "d.shadowRoot.querySelector('iframe').contentWindow.document.querySelector('button').click()",
  "a state that is set":
    "d.state = 'training'; d.steps = 1e9; d.dispatchEvent(new CustomEvent('tabloom-state', { detail: { state: 'training', steps: 9 } }))",
  "a message that says start": `for (const message of ["start", { type: "start" }, { v: 1, type: "start" }, { v: 1, type: "click", isTrusted: true }]) w.contentWindow.postMessage(message, "*")`,
  "a hello that says more": `w.contentWindow.postMessage({ v: 1, type: "hello", start: true }, "*", [new MessageChannel().port2])`,
  "a state that is sent to the frame": `w.contentWindow.postMessage({ v: 1, type: "state", state: "training", steps: 1 }, "*")`,
  "orders over the port of a hello": `const { port1, port2 } = new MessageChannel(); w.contentWindow.postMessage({ v: 1, type: "hello" }, "*", [port2]);
    for (const type of ["start", "resume", "click", "state"]) port1.postMessage({ v: 1, type, state: "training", steps: 0 })`,
  "a thousand hellos": `for (let i = 0; i < 1000; i++) w.contentWindow.postMessage({ v: 1, type: "hello" }, "*", [new MessageChannel().port2])`,
  "calls of comlink's kind": `w.contentWindow.postMessage({ id: "1", type: "APPLY", path: ["start"], argumentList: [] }, "*")`,
  "a sandbox that is lifted": `w.removeAttribute("sandbox"); w.src += "&again=1"`,
  "more powers": `w.allow = "autoplay *; cross-origin-isolated *; fullscreen *"; w.src += "&again=1"`,
  "an address that says start": `w.src = w.src.replace(/\\?.*/, "") + "?autostart=1&start=true&intensity=full#start"`,
  "a fragment that says start": `w.contentWindow.location = w.src + "#/start"`,
  "an address that is script": `w.src = "javascript:document.querySelector('button').click()"`,
  "a form that posts into the frame": `w.name = "t"; document.body.insertAdjacentHTML("beforeend", '<form target=t method=post id=f><input name=start></form>'); f.action = w.src; f.submit()`,
  "a link into the frame": `w.name = "t"; document.body.insertAdjacentHTML("beforeend", '<a target=t id=f></a>'); f.href = w.src + "&consent=1"; f.click()`,
  "a label for it": `w.id = "w"; document.body.insertAdjacentHTML("beforeend", '<label for=w id=f>Play</label>'); f.click()`,
  "an access key": `w.accessKey = "s"; w.tabIndex = 0; w.focus()`,
  "a window of its own": "window.open(w.src)",
  history: `history.pushState({ start: true }, "", "?start"); history.back(); dispatchEvent(new PopStateEvent("popstate", { state: { start: true } }))`,
  "a place elsewhere in the page": "document.body.append(w, d)",
  "twenty times out and in": `for (let i = 0; i < 20; i++) { d.remove(); document.body.prepend(d) }`,
  "ten widgets, all clicked": `for (let i = 0; i < 9; i++) document.body.append(d.cloneNode()); for (const each of document.querySelectorAll("tabloom-donate")) each.click()`,
  "huge options": `for (const name of ["project", "size", "theme", "lang", "cap"]) d.setAttribute(name, "9".repeat(5000))`,
  "odd options": `for (const name of ["project", "size", "theme", "lang", "cap"]) d.setAttribute(name, "__proto__"); d.setAttribute("cap", "-1"); d.setAttribute("autostart", ""); d.setAttribute("start", "true")`,
  "options that are markup": `d.setAttribute("project", '"><img src=x onerror=alert(1)>'); d.setAttribute("lang", "<script>"); d.setAttribute("title", "<b>")`,
  "a render that says start": `tabloomDonate.render(document.body.appendChild(document.createElement("div")), { start: true, size: "bar", cap: Infinity, onload: "x" })`,
  "a consent that is remembered in the host's storage": `localStorage.setItem("tabloom.embed.consent", String(Date.now() + 1e7)); w.src += "&again=1"`,
  "full screen":
    "w.requestFullscreen().catch(() => 0); document.documentElement.requestFullscreen().catch(() => 0)",
  "a drag onto it": `for (const type of ["dragstart", "dragenter", "dragover", "drop"]) w.dispatchEvent(new DragEvent(type, { bubbles: true }))`,
};
