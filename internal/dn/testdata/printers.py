"""Prints each name of names.txt as libcrypto and pyca/cryptography do. See make.sh."""

import ctypes
import ctypes.util

from cryptography import x509

crypto = ctypes.CDLL(ctypes.util.find_library("crypto"))
crypto.d2i_X509_NAME.restype = ctypes.c_void_p
crypto.d2i_X509_NAME.argtypes = [ctypes.c_void_p, ctypes.POINTER(ctypes.c_char_p), ctypes.c_long]
crypto.X509_NAME_oneline.restype = ctypes.c_void_p
crypto.X509_NAME_oneline.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int]
crypto.BIO_s_mem.restype = ctypes.c_void_p
crypto.BIO_new.restype = ctypes.c_void_p
crypto.BIO_new.argtypes = [ctypes.c_void_p]
crypto.X509_NAME_print_ex.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_ulong]
crypto.BIO_read.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]

# From <openssl/x509.h> and <openssl/asn1.h> of OpenSSL 3.0.
ESC_2253, ESC_CTRL, ESC_MSB, ESC_QUOTE, UTF8_CONVERT = 1, 2, 4, 8, 0x10
DUMP_UNKNOWN, DUMP_DER = 0x100, 0x200
STRFLGS_RFC2253 = ESC_2253 | ESC_CTRL | ESC_MSB | UTF8_CONVERT | DUMP_UNKNOWN | DUMP_DER
SEP_COMMA_PLUS, SEP_CPLUS_SPC, SEP_MULTILINE = 1 << 16, 2 << 16, 4 << 16
DN_REV, SPC_EQ, DUMP_UNKNOWN_FIELDS = 1 << 20, 1 << 23, 1 << 24
RFC2253 = STRFLGS_RFC2253 | SEP_COMMA_PLUS | DN_REV | DUMP_UNKNOWN_FIELDS
ONELINE = STRFLGS_RFC2253 | ESC_QUOTE | SEP_CPLUS_SPC | SPC_EQ


def show(name, style, text):
    print(name, style, text.hex())


def print_ex(name, flags):
    bio = crypto.BIO_new(crypto.BIO_s_mem())
    if crypto.X509_NAME_print_ex(bio, name, 0, flags) < 0:
        return None
    text, part = b"", ctypes.create_string_buffer(4096)
    while (n := crypto.BIO_read(bio, part, 4096)) > 0:
        text += part.raw[:n]
    return text


def algorithm():
    return bytes.fromhex("300506032b6570")


def tlv(tag, *parts):
    content = b"".join(parts)
    n = len(content)
    head = bytes([n]) if n < 128 else bytes([0x81, n]) if n < 256 else bytes([0x82, n >> 8, n & 255])
    return bytes([tag]) + head + content


def certificate(name):
    """A certificate with the subject; nobody looks at its signature."""
    return tlv(0x30, tlv(0x30, bytes.fromhex("a003020102020101"), algorithm(), bytes.fromhex("3000"),
                         tlv(0x30, tlv(0x17, b"240102030405Z"), tlv(0x17, b"340102030405Z")), name,
                         tlv(0x30, algorithm(), tlv(3, bytes(33)))), algorithm(), tlv(3, bytes(65)))


for line in open("names.txt"):
    title, der = line.split()
    der = bytes.fromhex(der)
    pointer = ctypes.c_char_p(der)
    name = crypto.d2i_X509_NAME(None, ctypes.byref(pointer), len(der))
    if name:
        show(title, "openssl-slash", ctypes.string_at(crypto.X509_NAME_oneline(name, None, 0)))
        for style, flags in ("openssl-rfc2253", RFC2253), ("apache", RFC2253 & ~ESC_MSB), ("openssl-oneline", ONELINE):
            text = print_ex(name, flags)
            if text is not None:
                show(title, style, text)
    try:
        parsed = x509.load_der_x509_certificate(certificate(der)).subject.rfc4514_string()
        show(title, "pyca-rfc4514", parsed.encode())
    except Exception:
        pass  # it refuses the name
