// The inputs of the measurement: each a function that returns text, complete in
// itself, since it runs inside the page. "most" is what it may take, in
// milliseconds, from the drop to the answer on the screen.

export const inputs = [
  { name: "text", most: 1000, about: "10 MB of English in lines", make: () => {
    const words = "the load balancer passed a request on to its target and wrote that down with time and address in some log".split(" ");
    let seed = 7, text = "";
    const next = () => {
      seed = (seed * 1103515245 + 12345) & 0x7fffffff;
      return seed >> 8;
    };
    while (text.length < 1e7) text += words[next() % words.length] + (next() % 12 ? " " : ".\n");
    return text;
  } },
  { name: "lines", most: 2000, about: "a million lines of text", make: () => Array.from({ length: 1e6 }, (_, i) => `${i} a line of a file`).join("\n") },
  { name: "access-log", most: 1000, about: "10 MB of access log in JSON, without a certificate", make: () => {
    let text = "";
    for (let i = 0; text.length < 1e7; i++) text += `{"time":"2024-10-04T17:${10 + (i % 50)}:15Z","client":"203.0.113.${i % 250}","method":"GET","path":"/a/${i}?q=%20${i}","headers":{"user-agent":"curl/8.5.0","accept":"*/*","x-trace":"${(i * 2654435761 % 4294967296).toString(16)}"},"status":${200 + (i % 5)}}\n`;
    return text;
  } },
  { name: "one-line", most: 1000, about: "10 MB of words in one line", make: () => "words and words ".repeat(625_000) },
  { name: "form", most: 1000, about: "10 MB of name=value&…, percent-encoded", make: () => "name=a%20value%2Cwith%C3%BCmlaut&".repeat(300_000) },
  { name: "percents", most: 2000, about: "a million %", make: () => "%".repeat(1e6) },
  { name: "percents-25", most: 2000, about: "10 MB of %25", make: () => "%25".repeat(3_333_333) },
  { name: "dashes", most: 2000, about: "a million dashes", make: () => "-".repeat(1e6) },
  { name: "dash-lines", most: 2000, about: "10 MB of lines of five dashes", make: () => "-----\n".repeat(1_666_666) },
  { name: "begins", most: 2000, about: "10 MB of BEGIN lines", make: () => "-----BEGIN CERTIFICATE-----\n".repeat(357_143) },
  { name: "blocks", most: 2000, about: "10 MB of blocks with nothing in them", make: () => "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n".repeat(169_492) },
  { name: "base64", most: 2000, about: "10 MB of base64 in one line", make: () => "MIIFcjCCBFqgAwIBAgIDB8Qe".repeat(416_667) },
  { name: "letters", most: 2000, about: "10 MB of the letter A", make: () => "A".repeat(1e7) },
  { name: "hex", most: 2000, about: "10 MB of hex", make: () => "30 82 05 72 ".repeat(833_334) },
  { name: "nested-base64", most: 2000, about: "text in base64, 24 times over", make: () => {
    let text = "-----BEGIN CERTIFICATE-----\n".repeat(200);
    for (let i = 0; i < 24; i++) text = btoa(text);
    return text;
  } },
  { name: "nested-percent", most: 2000, about: "a BEGIN line percent-encoded, a thousand times over, ten thousand times", make: () => `%${"25".repeat(1000)}2D`.repeat(5000) },
  { name: "nested-json", most: 2000, about: "JSON in strings in JSON, 18 deep", make: () => {
    let text = "X-Amzn-Mtls-Clientcert: -----BEGIN%20CERTIFICATE-----";
    for (let i = 0; i < 18; i++) text = JSON.stringify({ headers: text });
    return text;
  } },
  { name: "brackets", most: 2000, about: "10 MB of opening brackets", make: () => "[{\"a\":".repeat(1_666_666) },
  { name: "quotes", most: 2000, about: "10 MB of quotes and backslashes", make: () => "\\\"".repeat(5e6) },
  { name: "headers", most: 2000, about: "10 MB of header lines with nothing in them", make: () => "X-Amzn-Mtls-Clientcert: \n".repeat(400_000) },
  { name: "connection-log", most: 10_000, about: "a connection log of 100,000 lines, 40 MB", make: () => {
    const codes = ["ClientCertExpired", "ClientCertUntrusted", "ClientCertNotYetValid", "ClientCertCrlHit", "UnmappedConnectionError"];
    const list = [];
    for (let i = 0; i < 100_000; i++) {
      const fails = i % 7 === 0;
      const who = i % 700;
      list.push(`2024-10-04T17:${String(10 + (Math.floor(i / 60) % 50))}:${String(10 + (i % 50))}.514108Z 203.0.113.${i % 250} ${30000 + (i % 30000)} 443 TLSv1.3 TLS_AES_128_GCM_SHA256 ${fails ? "-" : "0.036"} "CN=device-${who}.factory-${who % 9}.example.com,OU=Devices of the plant in ${"a long place ".repeat(9)},O=Example Manufacturing Corporation,L=Seattle,ST=Washington,C=US" NotBefore=2023-09-21T22:43:21Z;NotAfter=20${24 + (who % 9)}-06-17T22:43:21Z ${(0xfef25737 + who).toString(16).toUpperCase()}372D5C14 ${fails ? `Failed:${codes[who % 5]}` : "Success"} TID_${String(i).padStart(32, "0")} X25519 app/edge/0123456789abcdef 198.51.100.7 -`);
    }
    return `${list.join("\n")}\n`;
  } },
];
