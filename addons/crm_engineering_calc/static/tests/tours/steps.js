// Steps that several tours take.

/** Give steps the time that they need where the cores are busy. */
export function patient(steps) {
    return steps.map((step) => ({ timeout: 60000, ...step }));
}

/** Choose a record by its name in a many2one or a tags field. */
export function choose(field, name) {
    return [
        {
            content: `Look for ${name}`,
            trigger: `${field} input`,
            run: `edit ${name}`,
        },
        {
            content: `Choose ${name}`,
            trigger: `.o-autocomplete--dropdown-item:contains(${name})`,
            run: "click",
        },
    ];
}

/** Press a button of the form's status bar, and wait for what it brings. */
export function press(button, result) {
    return [
        {
            content: `Press ${button}`,
            trigger: `.o_statusbar_buttons button[name=${button}]`,
            run: "click",
        },
        { content: `${button} is done`, trigger: result },
    ];
}

/** Confirm a dialog, and wait for what it brings. */
export function confirm(result) {
    return [
        {
            content: "Confirm the dialog",
            trigger: ".modal button[name=action_confirm]",
            run: "click",
        },
        { content: "The dialog is closed", trigger: "body:not(:has(.modal))" },
        { content: "The dialog is done", trigger: result },
    ];
}

/** Open a page of the form's notebook. */
export function openPage(name) {
    return [
        {
            content: `Open the page ${name}`,
            trigger: `.o_notebook .nav-link[name=${name}]`,
            run: "click",
        },
        {
            content: `The page ${name} is open`,
            trigger: `.o_notebook .nav-link.active[name=${name}]`,
        },
    ];
}

/** Wait for a state in the status bar. */
export function inState(label) {
    return `.o_arrow_button_current:contains(${label})`;
}

/** Sign a paper on the portal with a signature made of the name. */
export function sign(name, thanks) {
    return [
        {
            content: "Ask to sign",
            trigger: ".o_portal_sidebar a[data-bs-target='#modalaccept']",
            run: "click",
        },
        {
            content: "Write the name",
            trigger: ".modal .o_web_sign_name_and_signature input",
            run: `edit ${name}`,
        },
        {
            content: "The signature is drawn of the name",
            trigger: ".modal canvas.o_web_sign_signature",
            run: "canvasNotEmpty",
        },
        {
            content: "Sign",
            trigger: ".modal .o_portal_sign_submit:enabled",
            run: "click",
            expectUnloadPage: true,
        },
        { content: "The customer is thanked", trigger: thanks },
    ];
}
