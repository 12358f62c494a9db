// The buttons "Copy citation" and "Copy link" of an article.
const write = async (text) => {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    // Without HTTPS there is no clipboard object.
    const field = document.body.appendChild(document.createElement("textarea"))
    field.value = text
    field.select()
    document.execCommand("copy")
    field.remove()
  }
}
for (const cite of document.querySelectorAll(".cite")) {
  const [whole, link] = cite.querySelectorAll(".copy")
  const status = cite.querySelector("[role=status]")
  const texts = new Map([
    [whole, () => cite.querySelector(".cite > p").textContent.replace(/\s+/g, " ").trim()],
    [link, () => location.href.split("#")[0]],
  ])
  for (const [button, text] of texts) {
    button.addEventListener("click", async () => {
      await write(text())
      button.focus()
      button.classList.add("done")
      status.textContent = button.lastElementChild.textContent
      setTimeout(() => {
        button.classList.remove("done")
        status.textContent = ""
      }, 2000)
    })
  }
}
