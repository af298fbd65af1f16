export const isIP = () => 0;
