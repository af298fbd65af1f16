export const inspect = Object.assign(String, { custom: Symbol.for("nodejs.util.inspect.custom") });
