/** A text that is made while it is sent: whoever reads sets the pace, and an error breaks it off. */

/** Ends in order only behind the last part. What broke it is told to nobody who reads. */
export function toStream(
  parts: AsyncIterable<{ readonly text: string }>,
): ReadableStream<Uint8Array> {
  const reading = parts[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done, value } = await reading.next();
          if (done) controller.close();
          else controller.enqueue(encoder.encode(value.text));
        } catch {
          controller.error(new Error('The file broke off'));
        }
      },
      async cancel() {
        await reading.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}
