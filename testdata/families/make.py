#!/usr/bin/env python3
"""Writes the requests that are made after documents, from client-b.pem and intermediate.pem.

    python3 make.py

The others were captured from the software itself: see README.md. Python's own
base64, hashlib and urllib encode; the strings of names are OpenSSL's.
"""
import base64, hashlib, subprocess
from urllib.parse import quote

def read(name):
    pem = open(name).read()
    return pem, base64.b64decode("".join(pem.splitlines()[1:-1]))

pem, der = read("client-b.pem")
ipem, ider = read("intermediate.pem")
b64 = base64.b64encode(der).decode()
ib64 = base64.b64encode(ider).decode()
def openssl(*args):
    out = subprocess.run(["openssl", "x509", "-in", "client-b.pem", "-noout", *args], capture_output=True, text=True, check=True).stdout.strip()
    return out.split("=", 1)[1] if "=" in out else out
subject = openssl("-subject", "-nameopt", "RFC2253")
issuer = openssl("-issuer", "-nameopt", "RFC2253")
slash = r"/C=DE/O=Real Captures/CN=Real Issuing CA 1"
serial = "C0FFEE0123456789ABCDEF"
colons = ":".join(serial[i:i+2] for i in range(0, len(serial), 2)).lower()
sha1, sha256 = hashlib.sha1(der).hexdigest(), hashlib.sha256(der).hexdigest()
full = quote(pem, safe="")
safe = quote(pem, safe="+=/")
start, end = "Nov 25 18:24:14 2026 GMT", "Feb 24 18:24:14 2027 GMT"
iso = "NotBefore=2026-11-25T18:24:14Z;NotAfter=2027-02-24T18:24:14Z"
# The names in DER: of the issuer, out of the certificate (openssl asn1parse -strparse).
def name(offset):
    tlv = der[offset:]
    n = tlv[1] if tlv[1] < 128 else int.from_bytes(tlv[2:2 + (tlv[1] & 127)], "big")
    head = 2 if tlv[1] < 128 else 2 + (tlv[1] & 127)
    return base64.b64encode(tlv[:head + n]).decode()
def offset_of(label):
    lines = subprocess.run(["openssl", "asn1parse", "-in", "client-b.pem"], capture_output=True, text=True).stdout.splitlines()
    depth2 = [l for l in lines if "d=2" in l and "cons" in l and "SEQUENCE" in l]
    return int(depth2[label].split(":")[0])
issuer_der, subject_der = name(offset_of(1)), name(offset_of(3))
def b(s): return base64.b64encode(s.encode()).decode()

def write(file, *headers):
    with open(file, "w") as f:
        f.write("GET / HTTP/1.1\nHost: app.example\n" + "".join(h + "\n" for h in headers) + "\n")
def event(file, text):
    open(file, "w").write(text + "\n")

# AWS, "Mutual authentication with TLS in Application Load Balancer": modes, names, safe characters.
write("alb-right.txt", "X-Amzn-Mtls-Clientcert-Serial-Number: " + serial, "X-Amzn-Mtls-Clientcert-Issuer: " + issuer, "X-Amzn-Mtls-Clientcert-Subject: " + subject,
      "X-Amzn-Mtls-Clientcert-Validity: " + iso, "X-Amzn-Mtls-Clientcert-Leaf: " + safe)
write("alb-passthrough-right.txt", "X-Amzn-Mtls-Clientcert: " + safe + quote(ipem, safe="+=/"))
write("alb-renamed.txt", "X-Number: " + serial, "X-Who: " + subject, "X-When: " + iso, "X-Leaf: " + safe)
write("alb-lone.txt", "X-Leaf: " + safe)
event("alb-log-failed.txt", '{"time":"2026-11-26T18:31:29.268987Z","client_ip":"203.0.113.9","leaf_client_cert_subject":"CN=a,O=b","leaf_client_cert_validity":"%s","leaf_client_cert_serial_number":"%s","tls_verify_status":"Failed:ClientCertExpired"}' % (iso, serial))
# CloudFront, "Viewer mTLS headers", and "connection logs".
front = ["CloudFront-Viewer-Cert-Serial-Number: " + colons, "CloudFront-Viewer-Cert-Issuer: " + issuer, "CloudFront-Viewer-Cert-Subject: " + subject, "CloudFront-Viewer-Cert-Present: 1",
         "CloudFront-Viewer-Cert-Sha256: " + sha256, "CloudFront-Viewer-Cert-Validity: " + iso, "CloudFront-Viewer-Cert-Pem: " + full, "Via: 2.0 0123456789abcdef.cloudfront.net (CloudFront)"]
write("cloudfront-right.txt", *front)
write("cloudfront-none.txt", "CloudFront-Viewer-Cert-Present: 0", front[-1])
write("cloudfront-passthrough-right.txt", "Client-Cert: :%s:" % b64, "Client-Cert-Chain: :%s:" % ib64, front[-1], "X-Amz-Cf-Id: abcDEF==")
event("cloudfront-log-failed.txt", '{"eventTimestamp":"1767323045814","connectionStatus":"Failed:ClientCertUntrusted","clientLeafCertSerialNumber":"00:%s","clientLeafCertIssuer":"C=DE, O=Real Captures, CN=Real Issuing CA 1","clientLeafCertValidity":"%s"}' % (colons, iso))
event("cloudfront-log-none.txt", '{"eventTimestamp":"1767323045814","connectionStatus":"Failed:ClientCertMissing","clientLeafCertSerialNumber":"-","clientLeafCertIssuer":"-","clientLeafCertValidity":"-"}')
# API Gateway: the sample event of the SDKs.
event("api-gateway-right.txt", '{"requestContext":{"identity":{"clientCert":{"clientCertPem":"%s","issuerDN":"C=DE,O=Real Captures,CN=Real Issuing CA 1","serialNumber":"%s","validity":{"notBefore":"%s","notAfter":"%s"}}}}}' % (pem.replace("\n", "\\n"), colons, start, end))
# Google Cloud, "mutual TLS custom header variables".
gcp = ["X-Client-Cert-Hash: " + base64.b64encode(hashlib.sha256(der).digest()).decode(), "X-Client-Cert-Serial-Number: " + serial.lower(), "X-Client-Cert-SPIFFE: spiffe://example.org/ns/default/sa/zoe",
       "X-Client-Cert-DNSName-SANs: %s,%s" % (b("zoe.example"), b("*.edge.example")), "X-Client-Cert-Valid-Not-Before: 2026-11-25T18:24:14+00:00", "X-Client-Cert-Valid-Not-After: 2027-02-24T18:24:14+00:00",
       "X-Client-Cert-Issuer-Dn: " + issuer_der, "X-Client-Cert-Subject-Dn: " + subject_der]
write("google-cloud-right.txt", "X-Client-Cert-Present: true", "X-Client-Cert-Chain-Verified: true", "X-Client-Cert-Error: ", *gcp, "X-Client-Cert-Leaf: :%s:" % b64, "X-Client-Cert-Chain: :%s:" % ib64)
write("google-cloud-failed.txt", "X-Client-Cert-Present: true", "X-Client-Cert-Chain-Verified: false", "X-Client-Cert-Error: client_cert_validation_failed", *gcp)
write("google-cloud-none.txt", "X-Client-Cert-Present: false", "X-Client-Cert-Chain-Verified: false", "X-Client-Cert-Error: client_cert_not_provided", "X-Client-Cert-Leaf: ")
# Azure: App Service, Application Gateway, Container Apps.
write("azure-app-service-right.txt", "X-ARR-ClientCert: " + b64, "X-ARR-LOG-ID: 0", "X-ARR-SSL: 2048|256|CN=x|CN=y")
write("azure-app-service-none.txt", "X-ARR-ClientCert: ", "X-ARR-LOG-ID: 0", "X-ARR-SSL: 2048|256|CN=x|CN=y")
gw = ["X-Client-Certificate-Fingerprint: " + sha1, "X-Client-Certificate-Issuer: " + issuer, "X-Client-Certificate-Serial: " + serial, "X-Client-Certificate-Start-Date: " + start,
      "X-Client-Certificate-End-Date: " + end, "X-Client-Certificate-Subject: " + subject]
write("azure-application-gateway-right.txt", "X-Client-Certificate: " + full, *gw, "X-Client-Certificate-Verification: SUCCESS")
write("azure-application-gateway-failed.txt", "X-Client-Certificate: " + full, *gw, "X-Client-Certificate-Verification: FAILED:unable to verify the first certificate")
write("azure-application-gateway-none.txt", "X-Client-Certificate: ", "X-Client-Certificate-Verification: NONE")
write("azure-container-apps-right.txt", 'X-Forwarded-Client-Cert: Hash=%s;Cert="%s";Chain="%s"' % (sha256, full, full), "X-K8SE-App-Name: app")
# Cloudflare: managed headers, RFC 9440 by a ruleset, Workers.
write("cloudflare-right.txt", "Cf-Client-Cert-Der-Base64: " + b64, "Cf-Client-Cert-Sha256: " + sha256, "CF-Ray: 8f1f2d3e4a5b6c7d-FRA")
write("cloudflare-rfc9440-right.txt", "Client-Cert: :%s:" % b64, "Client-Cert-Chain: :%s:" % ib64, "CF-Ray: 8f1f2d3e4a5b6c7d-FRA")
worker = '{"tlsClientAuth":{"certIssuerDNLegacy":"%s","certIssuerDNRFC2253":"%s","certSerial":"%s","certFingerprintSHA256":"%s","certFingerprintSHA1":"%s","certNotBefore":"%s","certNotAfter":"%s","certPresented":"%s","certVerified":"%s","certRevoked":"0"}}'
event("cloudflare-worker-right.txt", worker % (slash, issuer, serial, sha256, sha1, start, end, "1", "SUCCESS"))
event("cloudflare-worker-failed.txt", worker % (slash, issuer, serial, sha256, sha1, start, end, "1", "FAILED:self signed certificate"))
event("cloudflare-worker-none.txt", worker % ("", "", "", "", "", "", "", "0", "NONE"))
# Akamai, Fastly (names of one operator), Alibaba, Huawei.
write("akamai-right.txt", "AKAMAI-CC-DER: :%s:" % b64)
fastly = ["Fastly-Client-Cert: " + b64, "Fastly-Client-Cert-Issuer: " + issuer, "Fastly-Client-Cert-Serial: " + serial]
write("fastly-right.txt", *fastly, "Fastly-Client-Cert-Verified: 1")
write("fastly-failed.txt", *fastly, "Fastly-Client-Cert-Verified: 0")
write("huawei-elb-right.txt", "X-Forwarded-Clientcert-subjectdn: " + subject, "X-Forwarded-Clientcert-issuerdn: " + issuer, "X-Forwarded-Clientcert-fingerprint: " + sha1, "X-Forwarded-Clientcert-clientverify: SUCCESS", "X-Forwarded-ELB-ID: 0")
write("alibaba-alb-right.txt", "X-Forwarded-Clientcert-subjectdn: " + subject, "X-Forwarded-Clientcert-issuerdn: " + issuer, "X-Forwarded-Clientcert-fingerprint: " + sha1, "X-Forwarded-Clientcert-clientverify: SUCCESS", "SLB-ID: alb-1", "SLB-IP: 203.0.113.1")
# Envoy: conn_manager_utility.cc; the sidecar without certificate is Istio's example. JSON: names guessed.
write("envoy-right.txt", 'x-forwarded-client-cert: By=spiffe://example.org/ns/edge/sa/gw;Hash=%s;Cert="%s";Subject="%s";URI=spiffe://example.org/ns/default/sa/zoe;DNS=zoe.example;DNS=*.edge.example' % (sha256, full, subject.replace('\\"', '\\"')))
write("envoy-sidecar-right.txt", 'x-forwarded-client-cert: By=spiffe://cluster.local/ns/foo/sa/httpbin;Hash=dd14782fa2f439724d271dbed846ef843ff40d3932b615da650d028db655fc8d;Subject="";URI=spiffe://cluster.local/ns/foo/sa/curl', "x-envoy-attempt-count: 1")
write("envoy-json-right.txt", 'x-forwarded-client-cert: [{"by":["spiffe://example.org/ns/edge/sa/gw"],"hash":"%s","uri":["spiffe://example.org/ns/default/sa/zoe"],"dns":["zoe.example"]}]' % sha256)
event("envoy-log-right.txt", '{"downstream_peer_cert":"%s","downstream_peer_cert_v_start":"2026-11-25T18:24:14.000Z","downstream_peer_issuer":"%s","downstream_peer_fingerprint_256":"%s","downstream_peer_serial":"%s"}' % (full, issuer, sha256, serial.lower()))
write("linkerd-right.txt", "l5d-client-id: default.default.serviceaccount.identity.linkerd.cluster.local")
write("cloud-foundry-right.txt", "X-Forwarded-Client-Cert: " + b64, "X-Vcap-Request-Id: 1", "X-Cf-Applicationid: 2")
write("otoroshi-right.txt", "Client-Cert: :%s:" % b64, "Client-Cert-Chain: :%s:" % ib64, "Otoroshi-Request-Id: 1")
# Traefik 1.7 and 2.0 (issue 5061), Kong, APISIX.
write("traefik-1.7-right.txt", "X-Forwarded-Ssl-Client-Cert-Infos: Subject%3D%22C%3DDE%2CCN%3DZo%C3%AB%22%2CNB%3D1795631054%2CNA%3D1803493454%2CSAN%3Dzoe.example")
write("kong-right.txt", "X-Client-Cert: " + full, "X-Client-Cert-Serial: " + serial, "X-Client-Cert-Issuer-DN: " + issuer, "X-Client-Cert-Subject-DN: " + subject, "X-Client-Cert-Fingerprint: " + sha1)
write("apisix-right.txt", "X-SSL-Client-Cert: " + full, "X-SSL-Client-Verify: SUCCESS", "X-SSL-Client-S-Dn: " + subject, "X-APISIX-Upstream-Status: 200", "Server: APISIX/3.9")
# Avi, WebSphere, WebLogic, Sun, F5, authentik, nghttpx, Lattice, Tomcat, Node.js, Python.
write("avi-right.txt", "SSL_CLIENT_ESCAPED: " + full, "SSL_CLIENT_FINGERPRINT: " + sha1, "SSL_CLIENT_NOTVALIDBEFORE: " + start)
write("websphere-right.txt", "$WSCC: " + b64, "$WSSC: https")
write("weblogic-right.txt", "WL-Proxy-Client-Cert: " + b64, "WL-Proxy-SSL: true")
write("sun-web-proxy-right.txt", "Proxy-auth-cert: " + b64)
write("authentik-right.txt", "X-Authentik-Outpost-Certificate: " + full)
write("vpc-lattice-right.txt", "X-Amzn-Lattice-Identity: Principal=arn:aws:iam::123456789012:role/x;Type=AWS_IAM;X509Subject/CN=a")
event("nghttpx-right.txt", '{"tls_client_subject_name":"%s","tls_client_issuer_name":"%s","tls_client_serial":"%s","tls_client_fingerprint_sha256":"%s","tls_client_fingerprint_sha1":"%s"}' % (subject.replace("\\", "\\\\").replace('"', '\\"'), issuer, serial.lower(), sha256, sha1))
write("zimbra-right.txt", "X-Client-Certificate: " + full, "X-Zimbra-Host: mail")
