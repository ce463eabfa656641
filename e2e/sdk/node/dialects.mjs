// One model per provider dialect; SdkE2e names them.
export const dialects = Object.fromEntries(process.env.DIALECT_MODELS.split(" ").map((pair) => pair.split("=")));
