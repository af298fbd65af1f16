package alb

// Pages about viewer mTLS of CloudFront: what is verified, the settings, and the codes
// of the connection log.
const (
	FrontGuide    = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/mtls-authentication.html"
	FrontSettings = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/configuring-additional-settings.html"
	FrontLog      = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/connection-logs.html"
)

// FrontRuleOf says how sure it is that a rule of load balancers is CloudFront's too, and
// where it is written down. Documented are that the viewer must send a certificate, that
// it leads to a CA of the trust store, and that its dates count unless a setting says
// otherwise. Kinds of keys, depth, sizes, purposes and critical extensions are not
// spoken of, so they are assumed to be as at a load balancer.
func FrontRuleOf(id RuleID) (by Basis, source string) {
	switch id {
	case RulePresented, RuleStore, RulePath, RuleSigned:
		return Documented, FrontGuide
	case RuleStarted, RuleNotExpired:
		return Documented, FrontSettings
	case RuleNotRevoked:
		return Documented, "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/implement-certificate-revocation.html"
	}
	return Assumed, FrontLog
}

// FrontCode is what CloudFront's connection log is taken to say where a load balancer's
// says a reason. Its page has all codes of a load balancer's; which rule gives which is
// told by their names alone.
func FrontCode(id RuleID, reason Reason) (Reason, Basis) {
	switch {
	case id == RulePresented:
		return "ClientCertMissing", Documented
	case reason == PurposeInvalid:
		return "ClientCertIntentInvalid", Assumed
	case reason == Expired, reason == NotYetValid:
		return reason, Documented
	}
	return reason, Assumed
}

// FrontReasons are the codes of CloudFront's connection log that ALB's has not, in
// the order of its page. Descriptions are what the names and the page say.
var FrontReasons = []ReasonInfo{
	{Code: "ClientCertMissing", Description: "The viewer sent no certificate, and the distribution requires one",
		Causes: []string{"The client has no certificate for this host, or was not told to send it."}, Todo: "Look at the client's side of the handshake: which names of authorities was it offered?"},
	{Code: "ClientCertIntentInvalid", Description: "The certificate is not meant for client authentication",
		Causes: []string{"The extended key usage lacks clientAuth: a server certificate was sent."}, Todo: "Issue the certificate with extended key usage clientAuth."},
	{Code: "TcpError", Description: "The TCP connection failed",
		Causes: []string{"The client or the network ended the connection before the handshake was over."}, Todo: "Look at the client and the network; the certificate was not the cause."},
	{Code: "TcpTimeout", Description: "The TCP connection timed out",
		Causes: []string{"The client stopped answering before the handshake was over."}, Todo: "Look at the client and the network; the certificate was not the cause."},
	{Code: "ConnectionFunctionError", Description: "The distribution's connection function failed",
		Causes: []string{"The function threw, or took too long."}, Todo: "Look at the function's own log."},
	{Code: "ConnectionFunctionDenied", Description: "The distribution's connection function refused the connection",
		Causes: []string{"The function decided so."}, Todo: "Look at the function's own log."},
	{Code: "Internal", Description: "An error inside CloudFront",
		Causes: []string{"CloudFront's own."}, Todo: "Ask AWS support, with the connectionId."},
}

// FrontReasonOf returns the description of a code of CloudFront's connection log: its
// own or one that it shares with ALB's; nil if it is neither.
func FrontReasonOf(code Reason) *ReasonInfo {
	for i := range FrontReasons {
		if FrontReasons[i].Code == code {
			return &FrontReasons[i]
		}
	}
	return ReasonOf(code)
}
