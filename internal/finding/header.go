package finding

// Rules about the X-Amzn-Mtls-* headers of a request.
const (
	HeaderDiffers     ID = "header-differs"
	HeaderTwice       ID = "header-twice"
	HeaderModesMixed  ID = "header-modes-mixed"
	HeaderUnknown     ID = "header-unknown"
	HeaderSize        ID = "header-size"
	HeaderManyLeaves  ID = "header-many-leaves"
	HeaderEmpty       ID = "header-empty"
	PassthroughUnsafe ID = "passthrough-unverified"
	HeaderRenamed     ID = "header-renamed"
	ConnectionFailed  ID = "connection-failed"
	ReasonUnknown     ID = "reason-unknown"
)

var albQuotas = Reference{"AWS: Quotas for your Application Load Balancers", "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html"}

var albLogs = Reference{"AWS: Connection logs for your Application Load Balancer", "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-connection-logs.html"}

var headerRules = []Rule{
	{HeaderDiffers, Error, "Header differs", about("In verify mode the other headers say of the certificate in Leaf what that certificate says."), albMTLS},
	{HeaderTwice, Error, "Header twice", about("Each header comes once. AWS does not say whether the load balancer removes copies that a client sends, so a second one may be a client's."), albMTLS},
	{HeaderModesMixed, Warning, "Modes mixed", about("A listener sends the five headers of verify mode or the one of passthrough mode, never both."), albMTLS},
	{HeaderUnknown, Warning, "No such header", about("AWS documents six headers whose names begin with X-Amzn-Mtls-Clientcert."), albMTLS},
	{HeaderSize, Warning, "Long header", about("Many servers take no header lines over 8 KB; the load balancer takes none over 16 KB."), albQuotas},
	{HeaderManyLeaves, Warning, "More than a leaf", about("The Leaf header holds one certificate."), albMTLS},
	{HeaderEmpty, Warning, "Empty header", about("A header without a value says nothing; in passthrough mode a client without a certificate gives no header at all."), albMTLS},
	{HeaderRenamed, Note, "Other name", about("A listener can be told to send each header under another name; it is known by its value then."), Reference{"AWS: HTTP header modification for your Application Load Balancer", "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/header-modification.html"}},
	{ConnectionFailed, Error, "Connection failed", about("The field tls_verify_status says Success, or Failed and why."), albLogs},
	{ReasonUnknown, Warning, "Unknown code", about("AWS documents thirteen reason codes."), albLogs},
	{PassthroughUnsafe, Note, "Nothing verified", about("In passthrough mode the load balancer forwards the chain without verifying it."), albMTLS},
}
