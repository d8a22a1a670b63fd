/** Whether a graphics adapter is the processor in disguise, by the names that browsers give such ones. */
export const isSoftware = (adapter: string): boolean =>
  /swiftshader|llvmpipe|lavapipe|software|basic render/i.test(adapter);
