/** What codecs are called by people; the keys are those of the container library. */
export const CODEC_NAMES: Readonly<Record<string, string>> = {
  avc: 'H.264',
  hevc: 'H.265 (HEVC)',
  vp8: 'VP8',
  vp9: 'VP9',
  av1: 'AV1',
};

/** For each of them, the profile in which most clips are (RFC 6381): H.264 High, HEVC Main, VP9 and AV1 with 8 bits. */
const USUAL_PROFILES: Readonly<Record<string, string>> = {
  avc: 'avc1.640028',
  hevc: 'hvc1.1.6.L123.B0',
  vp8: 'vp8',
  vp9: 'vp09.00.40.08',
  av1: 'av01.0.08M.08',
};

export interface CodecSupport {
  /** As people name it. */
  readonly name: string;
  /** Whether this browser decodes it, in its usual profile at 1920 × 1080 pixels. */
  readonly decoded: boolean;
}

/**
 * Asks the browser which codecs it decodes; nothing is decoded. Never rejects: what cannot be asked is not decoded.
 * @param decoder `VideoDecoder`; undefined where there are no WebCodecs
 */
export function probeCodecs(
  decoder: Pick<typeof VideoDecoder, 'isConfigSupported'> | undefined,
): Promise<CodecSupport[]> {
  const decodes = async (codec: string): Promise<boolean> => {
    try {
      const config = { codec, codedWidth: 1920, codedHeight: 1080 };
      return (await decoder?.isConfigSupported(config))?.supported === true;
    } catch {
      return false;
    }
  };
  return Promise.all(
    Object.entries(USUAL_PROFILES).map(async ([key, profile]) => ({
      name: CODEC_NAMES[key] ?? key,
      decoded: await decodes(profile),
    })),
  );
}
