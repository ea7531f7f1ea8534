// What the host keeps of a picture, unless it is told otherwise: it makes larger ones smaller.
const SIDE = 1920;
const SCALED = ["image/jpeg", "image/png"];
const QUALITY = 0.85;

/**
 * Make a photo as small as the server would, before it goes over a site's weak network.
 *
 * @param {File} file
 * @returns {Promise<File>} the file itself, where it is small or the browser can't read it
 */
export async function makeSmall(file) {
    if (!SCALED.includes(file.type)) {
        return file;
    }
    let picture;
    try {
        picture = await createImageBitmap(file);
    } catch {
        return file;
    }
    const scale = SIDE / Math.max(picture.width, picture.height);
    if (scale >= 1) {
        return file;
    }
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, file.type, QUALITY));
    if (!blob || blob.size >= file.size) {
        return file;
    }
    return new File([blob], file.name, { type: blob.type, lastModified: file.lastModified });
}
