// What the host keeps of a picture, unless it is told otherwise: it makes larger ones smaller.
const LONGEST_SIDE = 1920;
const QUALITY = 0.85;
const TYPES = ["image/jpeg", "image/png", "image/webp"];

/** Return a photo as small as it may be sent from a site: the same where it is small. */
export async function shrinkPhoto(file) {
    if (!TYPES.includes(file.type)) {
        return file;
    }
    try {
        const small = await shrink(file);
        return small && small.size < file.size
            ? new File([small], getName(file.name), { type: small.type })
            : file;
    } catch {
        // The browser can't read it: the server says what it is.
        return file;
    }
}

async function shrink(file) {
    // A photo is turned as the camera was held.
    const image = await createImageBitmap(file, { imageOrientation: "from-image" });
    try {
        const ratio = LONGEST_SIDE / Math.max(image.width, image.height);
        if (ratio >= 1) {
            return null;
        }
        const canvas = document.createElement("canvas");
        canvas.width = Math.round(image.width * ratio);
        canvas.height = Math.round(image.height * ratio);
        const context = canvas.getContext("2d");
        context.imageSmoothingQuality = "high";
        context.fillStyle = "white";
        context.fillRect(0, 0, canvas.width, canvas.height);
        context.drawImage(image, 0, 0, canvas.width, canvas.height);
        return await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
    } finally {
        image.close();
    }
}

function getName(name) {
    return name.replace(/\.(png|webp|jpe?g)$/i, "") + ".jpg";
}
