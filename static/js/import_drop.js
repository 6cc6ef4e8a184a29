// The upload form: files dropped on it are chosen; several, or an archive, are sent one by one, so
// that each that has arrived stays in the import should the page be left.

const form = document.querySelector("form.drop-zone");
const input = form.querySelector("input[type=file]");
const said = form.querySelector(".sending");
const button = form.querySelector("button[type=submit]");
const headers = {"X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value};

const isArchive = (file) => /\.zip$/i.test(file.name);

async function post(address, body) {
    const answer = await fetch(address, {method: "POST", body, headers});
    const told = await answer.json().catch(() => ({fault: `The server answered ${answer.status}.`}));
    return answer.ok ? told : {fault: told.fault ?? `The server answered ${answer.status}.`};
}

function formOf(fields) {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) {
        body.append(name, value);
    }
    return body;
}

async function sendAll(files) {
    const title = files.length === 1 ? files[0].name : `${files.length} files`;
    const asked = form.elements.write_texts.checked ? {write_texts: "on"} : {};
    const started = await post(form.dataset.start, formOf({title, ...asked}));
    if (!started.page) {
        said.textContent = started.fault;
        return;
    }
    const bar = document.createElement("progress");
    bar.max = files.length;
    bar.value = 0;
    const line = document.createElement("p");
    const faults = document.createElement("ul");
    said.replaceChildren(bar, line, faults);
    for (const [number, file] of files.entries()) {
        line.textContent = `Sending ${number + 1} of ${files.length}: ${file.name}`;
        const row = await post(started.files, formOf({recording: file})).catch(() => ({
            fault: "It could not be sent; the line to the server broke.",
        }));
        if (row.fault && !row.standing) {
            const fault = document.createElement("li");
            fault.textContent = `${file.name}: ${row.fault}`;
            faults.append(fault);
        }
        bar.value = number + 1;
    }
    if (faults.childElementCount) {
        const link = document.createElement("a");
        link.href = started.page;
        link.textContent = "Go to the import";
        line.replaceChildren("Sent, but for these. ", link);
        button.disabled = false;
        return;
    }
    location.assign(started.page);
}

form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("dropping");
});
form.addEventListener("dragleave", () => form.classList.remove("dropping"));
form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("dropping");
    if (event.dataTransfer.files.length) {
        input.files = event.dataTransfer.files;
        form.requestSubmit();
    }
});
form.addEventListener("submit", (event) => {
    const files = [...input.files];
    if (files.length > 1 || files.some(isArchive)) {
        event.preventDefault();
        button.disabled = true;
        sendAll(files);
    }
});
