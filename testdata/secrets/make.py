"""Makes the private keys of this folder with OpenSSL 3.0, OpenSSH's ssh-keygen and
Python's cryptography 48. They are new each time: what is kept is what the tests read.
INDEX.tsv has of each file, in hexadecimal, bytes that nobody may find in a report.

    python3 make.py
"""
import base64, os, re, struct, subprocess, tempfile
from cryptography.hazmat.primitives import serialization as s
from cryptography.hazmat.primitives.asymmetric import mldsa

here = os.path.dirname(os.path.abspath(__file__))
tmp = tempfile.mkdtemp()
index = []

def run(cmd):
    subprocess.run(cmd, shell=True, check=True, cwd=tmp, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

def read(name):
    return open(os.path.join(tmp, name), "rb").read()

def keep(name, data, secret):
    if isinstance(data, str):
        data = data.encode()
    open(os.path.join(here, name), "wb").write(data)
    index.append(f"{name}\t{secret.hex()}\n")

def b64u(b):
    return base64.urlsafe_b64encode(b).rstrip(b"=").decode()

for name, args in [("rsa", "RSA -pkeyopt rsa_keygen_bits:1024"), ("p256", "EC -pkeyopt ec_paramgen_curve:P-256"), ("p521", "EC -pkeyopt ec_paramgen_curve:P-521"),
                   ("ed25519", "ED25519"), ("ed448", "ED448"), ("x25519", "X25519"), ("x448", "X448")]:
    run(f"openssl genpkey -algorithm {args} -out {name}.pem")
    run(f"openssl pkcs8 -topk8 -nocrypt -in {name}.pem -outform DER -out {name}.pkcs8.der")
    run(f"openssl pkey -in {name}.pem -noout -text -out {name}.text")
    run(f"openssl pkcs8 -topk8 -v2 aes-256-cbc -iter 1000 -passout pass:test -in {name}.pem -outform DER -out {name}.encrypted.der")
    text = read(name + ".text").decode()
    part = re.search(r"(?:priv|privateExponent):\n((?: +[0-9a-f:]+\n)+)", text).group(1)
    secret = bytes.fromhex(re.sub(r"[\s:]", "", part)).lstrip(b"\0")
    if name in ("rsa", "p256", "ed25519", "x25519"):
        keep(name + ".text", text, secret)
    keep(name + ".pkcs8.der", read(name + ".pkcs8.der"), secret)
    locked = read(name + ".encrypted.der")
    keep(name + ".encrypted.der", locked, locked[-32:])
    if name in ("p256", "p521"):
        run(f"openssl ec -in {name}.pem -outform DER -out sec1.der")
        run(f"openssl ec -in {name}.pem -no_public -outform DER -out bare.der")
        keep(name + ".sec1.der", read("sec1.der"), secret)
        keep(name + ".sec1-bare.der", read("bare.der"), secret)
    if name == "rsa":
        run("openssl rsa -in rsa.pem -traditional -outform DER -out pkcs1.der")
        run("openssl rsa -in rsa.pem -traditional -aes128 -passout pass:test -out legacy.pem")
        keep("rsa.pkcs1.der", read("pkcs1.der"), secret)
        legacy = read("legacy.pem")
        keep("rsa.legacy.pem", legacy, base64.b64decode(b"".join(legacy.split(b"\n\n")[1].split(b"\n")[:-2]))[90:140])
    key = s.load_pem_private_key(read(name + ".pem"), None)
    if name == "rsa":
        n = key.private_numbers()
        num = lambda v: b64u(v.to_bytes((v.bit_length() + 7) // 8, "big"))
        jwk = '{"kty":"RSA","n":"%s","e":"AQAB","d":"%s","p":"%s","q":"%s","dp":"%s","dq":"%s","qi":"%s"}' % tuple(map(num, (n.public_numbers.n, n.d, n.p, n.q, n.dmp1, n.dmq1, n.iqmp)))
        keep("rsa.jwk", jwk, secret)
    elif name == "p256":
        n = key.private_numbers()
        pair = tuple(b64u(v.to_bytes(32, "big")) for v in (n.public_numbers.x, n.public_numbers.y, n.private_value))
        jwk = '{"kty":"EC","crv":"P-256","x":"%s","y":"%s","d":"%s"}' % pair
        keep("p256.jwk", jwk, secret)
        keep("p256.jwks", '{"keys": [{"kid": "1", "d": "%s", "crv": "P-256", "x": "%s", "y": "%s", "kty": "EC"}]}' % (pair[2], pair[0], pair[1]), secret)
    elif name == "ed25519":
        raw = key.public_key().public_bytes(s.Encoding.Raw, s.PublicFormat.Raw)
        keep("ed25519.jwk", '{\n  "kty": "OKP",\n  "crv": "Ed25519",\n  "d": "%s",\n  "x": "%s"\n}\n' % (b64u(secret), b64u(raw)), secret)
        blob = lambda *a: b"".join(struct.pack(">I", len(x)) + x for x in a)
        public, private = base64.b64encode(blob(b"ssh-ed25519", raw)).decode(), base64.b64encode(blob(secret)).decode()
        keep("ed25519.ppk", "PuTTY-User-Key-File-3: ssh-ed25519\r\nEncryption: none\r\nComment: test\r\nPublic-Lines: 2\r\n%s\r\n%s\r\nPrivate-Lines: 1\r\n%s\r\nPrivate-MAC: %s\r\n" % (public[:64], public[64:], private, "00" * 32), secret)
        run("openssl pkcs8 -topk8 -v1 PBE-SHA1-3DES -iter 1000 -passout pass:test -in ed25519.pem -outform DER -out pbes1.der")
        keep("ed25519.pbes1.der", read("pbes1.der"), read("pbes1.der")[-32:])

keep("oct.jwk", '{"kty":"oct","k":"%s"}' % b64u(secret := os.urandom(32)), secret)

key = mldsa.MLDSA44PrivateKey.generate()
seed = key.private_bytes_raw()
keep("mldsa44.pkcs8.der", key.private_bytes(s.Encoding.DER, s.PrivateFormat.PKCS8, s.NoEncryption()), seed)
keep("mldsa44.jwk", '{"kty":"AKP","alg":"ML-DSA-44","pub":"%s","priv":"%s"}' % (b64u(key.public_key().public_bytes_raw()), b64u(seed)), seed)

run("openssl req -x509 -key p256.pem -subj /CN=keys -days 3650 -out cert.pem")
run("openssl pkcs12 -export -inkey p256.pem -in cert.pem -passout pass:test -out locked.p12")
run("openssl pkcs12 -export -inkey p256.pem -in cert.pem -keypbe NONE -certpbe NONE -nomac -passout pass: -out open.p12")
p256 = bytes.fromhex(next(l for l in index if l.startswith("p256.pkcs8")).split("\t")[1])
locked = read("locked.p12")
keep("locked.p12", locked, locked[-200:-150])
keep("open.p12", read("open.p12"), p256)

for kind, more in [("rsa", "-b 1024 -N ''"), ("ecdsa", "-b 256 -N ''"), ("ed25519", "-N ''"), ("ed25519", "-N test")]:
    run(f"rm -f ssh ssh.pub; ssh-keygen -q -t {kind} {more} -C test -f ssh")
    text = read("ssh")
    body = base64.b64decode(b"".join(text.split(b"\n")[1:-2]))
    private = body[-100:-50]
    name = "openssh-" + kind + ("-encrypted" if "test" in more[:8] else "")
    keep(name + ".pem", text, private)
    if kind == "ed25519":
        keep(name + ".body", b"".join(text.split(b"\n")[1:-2]), private)

open(os.path.join(here, "INDEX.tsv"), "w").writelines(index)
# A store of certificates alone, which is no secret.
run("openssl pkcs12 -export -nokeys -in cert.pem -certpbe NONE -nomac -passout pass: -out trust.p12")
open(os.path.join(here, "trust.p12"), "wb").write(read("trust.p12"))
