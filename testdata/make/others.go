package main

// Texts written by others, to the byte.

// The user guide of Elastic Load Balancing, "Mutual authentication with TLS in
// Application Load Balancer", section "HTTP headers for verify mode":
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html
const awsVerify = `X-Amzn-Mtls-Clientcert-Serial-Number: 03A5B1
X-Amzn-Mtls-Clientcert-Issuer: CN=rootcamtls.com,OU=rootCA,O=mTLS,L=Seattle,ST=Washington,C=US
X-Amzn-Mtls-Clientcert-Subject: CN=client_.com,OU=client-3,O=mTLS,ST=Washington,C=US
X-Amzn-Mtls-Clientcert-Validity: NotBefore=2023-09-21T01:50:17Z;NotAfter=2024-09-20T01:50:17Z
X-Amzn-Mtls-Clientcert-Leaf: -----BEGIN%20CERTIFICATE-----%0AMIIG<...reduced...>NmrUlw%0A-----END%20CERTIFICATE-----%0A
`

// The same page, "HTTP header for passthrough mode".
const awsPassthrough = `X-Amzn-Mtls-Clientcert: -----BEGIN%20CERTIFICATE-----%0AMIID<...reduced...>do0g%3D%3D%0A-----END%20CERTIFICATE-----%0A-----BEGIN%20CERTIFICATE-----%0AMIID1<...reduced...>3eZlyKA%3D%3D%0A-----END%20CERTIFICATE-----%0A
`

// From the README of https://github.com/v3rm0n/eid-aws-alb (MIT), an echo in
// JSON; the names are anonymized there, and the certificate is left out.
const captureEID = `{
  "x-amzn-mtls-clientcert-serial-number": "12DB3F24BFFD390A5CAF1A8F2712DFB4",
  "x-amzn-mtls-clientcert-issuer": "CN=ESTEID2018,organizationIdentifier=NTREE-10747013,O=SK ID Solutions AS,C=EE",
  "x-amzn-mtls-clientcert-subject": "serialNumber=PNOEE-47101010033,GN=MARILIIS,SN=M\\C3\\84NNIK,CN=M\\C3\\84NNIK\\,MARILIIS\\,47101010033,C=EE",
  "x-amzn-mtls-clientcert-validity": "NotBefore=2019-04-11T09:36:15Z;NotAfter=2024-04-10T21:59:59Z",
  "x-amzn-mtls-clientcert-leaf": "-----BEGIN%20CERTIFICATE-----REMOVED-----END%20CERTIFICATE-----%0A"
}
`

// From a published event of a Lambda target (k-kojima-yumemi/alb-mtls-test,
// 2025-03-02); the author's note stands in place of the certificate's body.
const captureLambda = `{
  "headers": {
    "x-amzn-mtls-clientcert-issuer": "CN=Root CA,O=My Organization,L=tokyo,C=jp",
    "x-amzn-mtls-clientcert-serial-number": "10F385C996E1A33484A4E2C62497B5A7",
    "x-amzn-mtls-clientcert-subject": "CN=Client Certificate,O=My Organization,L=tokyo,C=jp",
    "x-amzn-mtls-clientcert-validity": "NotBefore=2025-03-02T07:09:42Z;NotAfter=2027-03-02T07:09:42Z",
    "x-amzn-mtls-clientcert-leaf": "-----BEGIN%20CERTIFICATE-----<author's note>-----END%20CERTIFICATE-----%0A"
  }
}
`
