import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Form } from "@website/snippets/s_website_form/form";

const MEGABYTE = 1024 * 1024;
const MOST_OPENINGS = 100;
// What the server asks for, by what its answer names. A measurement stands for its code.
const CONTACT = "request";
const LANGUAGE = /^[a-z]{2,3}([_-][A-Z]{2})?$/;

/** Return the number that is written with a point or a comma; NaN: it is none. */
function readNumber(text) {
    const number = text.replace(/\s/g, "").replace(",", ".");
    return number ? Number(number) : NaN;
}

/** Return a number as the page's language writes it. */
function writeNumber(number) {
    return number.toLocaleString(document.documentElement.lang || undefined);
}

/** Return a name for a request that no other one has, on pages without TLS too. */
function makeRequestId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * The form “Request a calculation”: checked, and guarded against robots, as the host's
 * own form is.
 */
export class RequestForm extends Form {
    static selector = ".s_engineering_request form";
    dynamicContent = {
        ...this.dynamicContent,
        "select[name=direction]": { "t-on-change": this.showMeasurements },
        _root: {
            ...this.dynamicContent._root,
            "t-on-input": this.forgetError,
            "t-on-click": this.changeOpenings,
        },
    };

    setup() {
        super.setup();
        // However often it is sent, when the net is bad, it is one request.
        this.requestId = makeRequestId();
        this.description = { directions: [], file_types: [], most_files: 0, max_size: 0 };
    }

    async willStart() {
        await super.willStart();
        try {
            const answer = await fetch("/website/engineering/form");
            this.description = await answer.json();
        } catch {
            // Told when the form is sent: a page with a broken net stays readable.
        }
    }

    start() {
        const select = this.el.querySelector("select[name=direction]");
        const { directions, file_types, most_files } = this.description;
        const options = directions.map(({ code, name }) => new Option(name, code));
        if (options.length > 1) {
            options.unshift(new Option("", ""));
        }
        select.replaceChildren(...options);
        const files = this.el.querySelector("input[type=file]");
        files.accept = file_types.map((type) => `.${type}`).join(",");
        files.dataset.maxFilesNumber = most_files;
        this.showMeasurements();
        super.start();
        if (!options.length) {
            this.updateStatus("error", this.explain({ error: "closed" }));
        }
    }

    destroy() {
        this.el.querySelector("select[name=direction]").replaceChildren();
        this.el.querySelector(".o_engineering_measurements").replaceChildren();
        const files = this.el.querySelector("input[type=file]");
        files.removeAttribute("accept");
        delete files.dataset.maxFilesNumber;
        super.destroy();
    }

    /** Take the mark off a field that is being mended. */
    forgetError(ev) {
        const fieldEl = ev.target.closest(".s_website_form_field");
        fieldEl?.classList.remove("o_has_error");
        for (const input of fieldEl?.querySelectorAll(".is-invalid") || []) {
            input.classList.remove("is-invalid");
        }
        if (!this.el.querySelector(".o_has_error")) {
            this.el.querySelector("#s_website_form_result")?.replaceChildren();
        }
    }

    get direction() {
        const code = this.el.querySelector("select[name=direction]").value;
        return this.description.directions.find((one) => one.code === code);
    }

    showMeasurements() {
        const place = this.el.querySelector(".o_engineering_measurements");
        place.replaceChildren();
        this.renderAt(
            "crm_engineering_calc_website.measurements",
            { measurements: this.direction?.measurements || [], writeNumber },
            place
        );
        if (this.direction?.opening_columns.length) {
            this.renderAt("crm_engineering_calc_website.openings", { add: _t("Add one more") }, place);
            this.addOpening();
        }
    }

    // === OPENINGS ===

    get openings() {
        return [...this.el.querySelectorAll(".o_engineering_opening")];
    }

    /** Add or take away a row, by its buttons. */
    changeOpenings(ev) {
        if (ev.target.closest(".o_engineering_add_opening")) {
            this.addOpening().querySelector(".s_website_form_input").focus();
        } else if (ev.target.closest(".o_engineering_remove_opening")) {
            ev.target.closest(".o_engineering_opening").remove();
            this.numberOpenings();
            this.el.querySelector(".o_engineering_add_opening").focus();
        }
    }

    /** Add a row in which nothing is measured yet; return it. */
    addOpening() {
        this.openingKey = (this.openingKey || 0) + 1;
        this.renderAt(
            "crm_engineering_calc_website.opening",
            {
                columns: this.direction.opening_columns,
                key: this.openingKey,
                remove: _t("Remove"),
                writeNumber,
            },
            this.el.querySelector(".o_engineering_openings")
        );
        this.numberOpenings();
        return this.openings.at(-1);
    }

    numberOpenings() {
        const word = this.direction.opening_name || _t("Opening");
        for (const [index, opening] of this.openings.entries()) {
            opening.querySelector(".o_engineering_opening_name").textContent = `${word} ${index + 1}`;
        }
        this.el.querySelector(".o_engineering_add_opening").disabled =
            this.openings.length >= MOST_OPENINGS;
    }

    /** Return the rows in which anything is measured. */
    get measuredOpenings() {
        return this.openings.filter((opening) =>
            [...opening.querySelectorAll("[data-column]")].some((one) => one.value.trim())
        );
    }

    collectOpening(opening) {
        const cells = {};
        for (const input of opening.querySelectorAll("[data-column]")) {
            const value = input.value.trim();
            if (value) {
                cells[input.dataset.column] = input.dataset.number ? readNumber(value) : value;
            }
        }
        return cells;
    }

    // === SENDING ===

    async send() {
        this.removeErrorMessages();
        this.checkMeasurements();
        if (!this.checkErrorFields({}) || !this.checkSize()) {
            this.updateStatus("error", _t("Please look at the marked fields."));
            return;
        }
        const body = new FormData();
        body.append("request", JSON.stringify(this.collect()));
        body.append("csrf_token", odoo.csrf_token);
        for (const file of this.el.querySelector("input[type=file]").files) {
            body.append("files", file);
        }
        if (!(await this.addCaptcha(body))) {
            return;
        }
        await this.post(body);
    }

    /** Return what the visitor has filled in, as the server reads it. */
    collect() {
        const told = { request_id: this.requestId, measurements: {} };
        for (const input of this.el.querySelectorAll(".s_website_form_input[name]")) {
            const value = input.value.trim();
            if (!value || ["checkbox", "file"].includes(input.type)) {
                continue;
            }
            if (input.dataset.code) {
                told.measurements[input.dataset.code] = readNumber(value);
            } else {
                told[input.name] = value;
            }
        }
        const openings = this.measuredOpenings;
        if (openings.length) {
            told.openings = openings.map(this.collectOpening);
        }
        told.consent = this.el.querySelector(".o_engineering_consent").innerText.trim();
        const { lang } = document.documentElement;
        if (LANGUAGE.test(lang)) {
            told.language = lang;
        }
        return told;
    }

    /** Let a value be wrong that is no number, or out of its bounds. */
    checkMeasurements() {
        for (const input of this.el.querySelectorAll("input[data-number]")) {
            const { min, max } = input.dataset;
            const value = readNumber(input.value);
            const isWrong =
                input.value.trim() &&
                !(Number.isFinite(value) && (!max || (value >= min && value <= max)));
            input.setCustomValidity(isWrong ? _t("Write a number within the bounds.") : "");
        }
    }

    /** Return whether the files are not too large together; say it beside them. */
    checkSize() {
        const input = this.el.querySelector("input[type=file]");
        const size = [...input.files].reduce((sum, file) => sum + file.size, 0);
        if (size < this.description.max_size * MEGABYTE) {
            return true;
        }
        this.updateStatusInline(
            _t(
                "The files have more than %s MB together. Send some now, and add the others on the page that you get.",
                this.description.max_size
            ),
            input
        );
        return false;
    }

    /** Add what the guards against robots give; return whether they let it pass. */
    async addCaptcha(body) {
        const turnstile = this.el.querySelector("[name=turnstile_captcha]");
        if (turnstile) {
            body.append("turnstile_captcha", turnstile.value);
        }
        const captcha = await this.waitFor(this.recaptcha.getToken("website_form"));
        if (captcha.token) {
            body.append("recaptcha_token_response", captcha.token);
        } else if (captcha.error) {
            this.updateStatus("error", captcha.error);
            return false;
        }
        return true;
    }

    async post(body) {
        let result;
        try {
            const answer = await this.waitFor(
                fetch(this.el.getAttribute("action"), { method: "POST", body })
            );
            result = answer.status === 413 ? { error: "size" } : await answer.json();
        } catch {
            result = { error: "net" };
        }
        if (result.url) {
            window.location.href = result.url;
            return;
        }
        if (result.error === "repeated") {
            // It came before what was changed since: that is another request.
            this.requestId = makeRequestId();
        }
        this.markFields(result.fields || []);
        this.updateStatus("error", this.explain(result));
    }

    markInput(input) {
        input?.classList.add("is-invalid");
        input?.closest(".s_website_form_field").classList.add("o_has_error");
    }

    markFields(fields) {
        const names = [];
        for (const field of fields) {
            const [name, place, code] = field.split(".");
            if (name !== "openings") {
                names.push(name, place);
            } else if (code) {
                const selector = `[data-column="${CSS.escape(code)}"]`;
                this.markInput(this.measuredOpenings[place]?.querySelector(selector));
            }
        }
        if (fields.includes(CONTACT)) {
            names.push("email", "phone");
        }
        for (const fieldEl of this.el.querySelectorAll(".s_website_form_field")) {
            if (names.includes(fieldEl.dataset.name)) {
                fieldEl.classList.add("o_has_error");
                for (const input of fieldEl.querySelectorAll(".s_website_form_input")) {
                    input.classList.add("is-invalid");
                }
            }
        }
    }

    explain({ error, fields }) {
        if (error === "invalid" && fields?.some((field) => field.startsWith("files"))) {
            return _t(
                "A file can't be taken. Photos, drawings, documents and archives can."
            );
        }
        return (
            {
                invalid: _t("Please look at the marked fields."),
                size: _t("The files are too large. Send fewer, and add the others later."),
                rate: _t("Too many requests at the moment. Please send it again in a minute."),
                repeated: _t("Please press the button once more."),
                closed: _t("Requests are not taken here at the moment. Please call us."),
            }[error] ||
            _t("The request was not sent. Please send it again: it is taken once.")
        );
    }
}

registry
    .category("public.interactions")
    .add("crm_engineering_calc_website.request_form", RequestForm);
