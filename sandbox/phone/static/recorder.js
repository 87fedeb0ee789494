// Recording a voice note where the browser has a microphone.

const TYPES = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"];

export const canRecord = Boolean(navigator.mediaDevices?.getUserMedia && globalThis.MediaRecorder);

/** Starts recording. `stop()` resolves to the File; `drop()` forgets it. Rejects when there is no microphone. */
export async function record() {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
  const recorder = new MediaRecorder(stream, mimeType ? { mimeType } : {});
  const parts = [];
  recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
  const stopped = new Promise((resolve) => recorder.addEventListener("stop", resolve));
  recorder.start();
  const end = async () => {
    recorder.stop();
    stream.getTracks().forEach((track) => track.stop());
    await stopped;
  };
  return { drop: end, stop: async () => (await end(), file(parts, recorder.mimeType)) };
}

function file(parts, type) {
  const plain = type.split(";")[0];
  const extension = { "audio/ogg": "ogg", "audio/webm": "webm", "audio/mp4": "m4a" }[plain] ?? "bin";
  return new File(parts, `voice.${extension}`, { type: plain });
}
