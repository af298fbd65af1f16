package out

import (
	"strconv"
	"strings"
)

// Scene is a listener to be made.
type Scene struct {
	Mode         string // "verify", "passthrough" or "off"
	IgnoreExpiry bool
	Advertise    bool
	Lists        int    // revocation lists
	MinVersion   string // of TLS, "1.2" or "1.3"
}

// Names of properties are those of: the Terraform provider's pages on aws_lb_listener,
// aws_lb_trust_store and aws_lb_trust_store_revocation; CloudFormation's reference of
// AWS::ElasticLoadBalancingV2; the CDK's aws-elasticloadbalancingv2; the AWS CLI's elbv2;
// the guide of the AWS Load Balancer Controller, annotations and gateway.k8s.aws/v1beta1.

// How the texts are tried. None of them is applied: that needs an account.
const (
	readHCL     = "Read by a test with HashiCorp’s own parser, which has nothing to format in it, where that is in the module cache. Not applied: that needs an account. The names are those of the provider’s documentation."
	synthesized = "Compared by a test with what aws-cdk-lib 2.276 makes of the text for the CDK, where that is installed: the resources have the same properties. Not deployed: that needs an account."
	readShell   = "Read by a shell in a test, and not run: it needs an account. The names are those of the documentation."
	readYAML    = "Read as YAML by a test where aws-cdk-lib, which brings a parser, is installed. Not applied: that needs a cluster. The names are those of the controller’s guide."
)

// policy is the security policy that allows no version below.
func (s *Scene) policy() string {
	if s.MinVersion == "1.3" {
		return "ELBSecurityPolicy-TLS13-1-3-2021-06"
	}
	return "ELBSecurityPolicy-TLS13-1-2-2021-06"
}

func (s *Scene) verify() bool { return s.Mode == "verify" }

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

// traps are what goes wrong with such a listener, as lines of comments.
func (s *Scene) traps() []string {
	list := []string{"Close the way past the load balancer: the security group of the targets takes connections from it alone."}
	switch s.Mode {
	case "verify":
		list = append(list,
			"The bundle is PEM with CA certificates alone, no leaf. It is read once: a new file in S3 counts after the trust store was told.")
		if s.IgnoreExpiry {
			list = append(list, "Expired client certificates are let in: the application has to look at the validity.")
		}
		if s.Advertise {
			list = append(list, "The names of the CAs are told to everyone who connects. Clients that choose by them send no other certificate.")
		}
		if s.Lists > 0 {
			list = append(list, "Nobody fetches revocation lists: upload each new one before the old one ends, for every CA of the path.")
		} else {
			list = append(list, "Without a revocation list nothing is checked for revocation; neither OCSP nor distribution points are asked.")
		}
	case "passthrough":
		list = append(list,
			"Nothing is verified: the application checks the chain, the times, the purpose and revocation of X-Amzn-Mtls-Clientcert in each request.",
			"A client without a certificate gets through, and the header is absent.")
	}
	return list
}

// comments writes the traps behind a mark.
func (s *Scene) comments(indent, mark string) string {
	var b strings.Builder
	for _, t := range s.traps() {
		b.WriteString(indent + mark + " " + t + "\n")
	}
	return b.String()
}

// InfrastructureGroup writes the listener of a scene.
func InfrastructureGroup(s Scene) Group {
	g := Group{Title: "Infrastructure", Text: "The listener of this scene with its trust store, to put into your own. Names in capitals are yours."}
	for _, i := range []Item{
		{ID: "terraform", Title: "Terraform", File: "listener.tf", Text: s.terraform(), Trial: readHCL},
		{ID: "cloudformation", Title: "CloudFormation", File: "listener.yaml", Text: s.cloudFormation(), Trial: synthesized},
		{ID: "cdk", Title: "CDK in TypeScript", File: "listener.ts", Text: s.cdk(), Trial: "Synthesized by a test with aws-cdk-lib 2.276 where that is installed. Not deployed: that needs an account."},
		{ID: "cli", Title: "AWS CLI", File: "listener.sh", Text: s.cli(), Trial: readShell},
		{ID: "ingress", Title: "EKS: annotations of an Ingress", File: "ingress.yaml", Text: s.ingress(), Trial: readYAML},
		{ID: "gateway", Title: "EKS: Gateway API", File: "gateway.yaml", Text: s.gateway(), Trial: readYAML},
	} {
		i.Part = i.Title
		g.Items = append(g.Items, i)
	}
	return g
}

func list(i int) string { return "revoked-" + strconv.Itoa(i+1) + ".crl" }

func (s *Scene) terraform() string {
	var b strings.Builder
	if s.verify() {
		b.WriteString(`resource "aws_s3_object" "trust_store" {
  bucket = "BUCKET" # with versioning, so that a new file is noticed
  key    = "trust-store.pem"
  source = "trust-store.pem"
  etag   = filemd5("trust-store.pem")
}

resource "aws_lb_trust_store" "clients" {
  name                                     = "clients"
  ca_certificates_bundle_s3_bucket         = aws_s3_object.trust_store.bucket
  ca_certificates_bundle_s3_key            = aws_s3_object.trust_store.key
  ca_certificates_bundle_s3_object_version = aws_s3_object.trust_store.version_id # without it a new file under the same key changes nothing
}

`)
		for i := range s.Lists {
			n := strconv.Itoa(i + 1)
			b.WriteString("resource \"aws_lb_trust_store_revocation\" \"list_" + n + "\" {\n  trust_store_arn       = aws_lb_trust_store.clients.arn\n  revocations_s3_bucket = \"BUCKET\"\n  revocations_s3_key    = " + hcl(list(i)) + "\n}\n\n")
		}
	}
	b.WriteString(s.comments("", "#") + `resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.YOURS.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = ` + hcl(s.policy()) + `
  certificate_arn   = aws_acm_certificate.YOURS.arn

  mutual_authentication {
`)
	if !s.verify() {
		b.WriteString("    mode = " + hcl(s.Mode) + "\n")
	} else {
		b.WriteString("    mode                             = " + hcl(s.Mode) + "\n    trust_store_arn                  = aws_lb_trust_store.clients.arn\n    ignore_client_certificate_expiry = " + strconv.FormatBool(s.IgnoreExpiry) + "\n    advertise_trust_store_ca_names   = " + hcl(onOff(s.Advertise)) + "\n")
	}
	b.WriteString(`  }

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.YOURS.arn
  }
}

# In aws_lb, for the connection log, which says why a client was refused:
#   connection_logs {
#     bucket  = "LOG-BUCKET"
#     enabled = true
#   }
`)
	return b.String()
}

func (s *Scene) cloudFormation() string {
	var b strings.Builder
	b.WriteString("Parameters:\n  LoadBalancerArn: {Type: String}\n  TargetGroupArn: {Type: String}\n  CertificateArn: {Type: String}\n")
	if s.verify() {
		b.WriteString("  Bucket: {Type: String}\nResources:\n  TrustStore:\n    Type: AWS::ElasticLoadBalancingV2::TrustStore\n    Properties:\n      Name: clients\n      CaCertificatesBundleS3Bucket: !Ref Bucket\n      CaCertificatesBundleS3Key: trust-store.pem # set CaCertificatesBundleS3ObjectVersion: a new file under the same key changes nothing\n")
		if s.Lists > 0 {
			b.WriteString("  Revocation:\n    Type: AWS::ElasticLoadBalancingV2::TrustStoreRevocation\n    Properties:\n      TrustStoreArn: !Ref TrustStore\n      RevocationContents:\n")
			for i := range s.Lists {
				b.WriteString("        - RevocationType: CRL\n          S3Bucket: !Ref Bucket\n          S3Key: " + list(i) + "\n")
			}
		}
	} else {
		b.WriteString("Resources:\n")
	}
	b.WriteString(s.comments("  ", "#") + "  Listener:\n    Type: AWS::ElasticLoadBalancingV2::Listener\n    Properties:\n      LoadBalancerArn: !Ref LoadBalancerArn\n      Port: 443\n      Protocol: HTTPS\n      SslPolicy: " + s.policy() + "\n      Certificates:\n        - CertificateArn: !Ref CertificateArn\n      MutualAuthentication:\n        Mode: " + yaml(s.Mode) + "\n")
	if s.verify() {
		b.WriteString("        TrustStoreArn: !Ref TrustStore\n        IgnoreClientCertificateExpiry: " + strconv.FormatBool(s.IgnoreExpiry) + "\n        AdvertiseTrustStoreCaNames: " + yaml(onOff(s.Advertise)) + " # in quotes: YAML takes on and off for booleans\n")
	}
	b.WriteString("      DefaultActions:\n        - Type: forward\n          TargetGroupArn: !Ref TargetGroupArn\n")
	return b.String()
}

func (s *Scene) cdk() string {
	var b strings.Builder
	b.WriteString("import { Stack } from \"aws-cdk-lib\";\nimport * as acm from \"aws-cdk-lib/aws-certificatemanager\";\nimport * as elbv2 from \"aws-cdk-lib/aws-elasticloadbalancingv2\";\nimport * as s3 from \"aws-cdk-lib/aws-s3\";\n\nexport function listener(\n  stack: Stack, loadBalancer: elbv2.ApplicationLoadBalancer, targets: elbv2.ApplicationTargetGroup, certificate: acm.ICertificate, bucket: s3.IBucket,\n): elbv2.ApplicationListener {\n")
	if s.verify() {
		b.WriteString("  const trustStore = new elbv2.TrustStore(stack, \"Clients\", {\n    bucket,\n    key: \"trust-store.pem\", // set version: a new file under the same key changes nothing\n  });\n")
		if s.Lists > 0 {
			b.WriteString("  new elbv2.TrustStoreRevocation(stack, \"Revocation\", {\n    trustStore,\n    revocationContents: [\n")
			for i := range s.Lists {
				b.WriteString("      { revocationType: elbv2.RevocationType.CRL, bucket, key: " + cString(list(i)) + " },\n")
			}
			b.WriteString("    ],\n  });\n")
		}
	}
	mode := map[string]string{"verify": "VERIFY", "passthrough": "PASS_THROUGH"}[s.Mode]
	if mode == "" {
		mode = "OFF"
	}
	policy := "RECOMMENDED_TLS" // ELBSecurityPolicy-TLS13-1-2-2021-06
	if s.MinVersion == "1.3" {
		policy = "TLS13_13"
	}
	b.WriteString(s.comments("  ", "//") + "  return loadBalancer.addListener(\"Https\", {\n    port: 443,\n    protocol: elbv2.ApplicationProtocol.HTTPS,\n    certificates: [certificate],\n    sslPolicy: elbv2.SslPolicy." + policy + ",\n    defaultTargetGroups: [targets],\n    mutualAuthentication: {\n      mutualAuthenticationMode: elbv2.MutualAuthenticationMode." + mode + ",\n")
	if s.verify() {
		b.WriteString("      trustStore,\n      ignoreClientCertificateExpiry: " + strconv.FormatBool(s.IgnoreExpiry) + ",\n      advertiseTrustStoreCaNames: " + strconv.FormatBool(s.Advertise) + ",\n")
	}
	b.WriteString("    },\n  });\n}\n")
	return b.String()
}

func (s *Scene) cli() string {
	var b strings.Builder
	b.WriteString("#!/bin/sh\nset -eu\n: \"${LOAD_BALANCER_ARN:?}\" \"${TARGET_GROUP_ARN:?}\" \"${CERTIFICATE_ARN:?}\"\n")
	authentication := "Mode=" + s.Mode
	if s.verify() {
		b.WriteString(": \"${BUCKET:?}\"\naws s3 cp trust-store.pem \"s3://$BUCKET/trust-store.pem\"\ntrust_store=$(aws elbv2 create-trust-store --name clients \\\n  --ca-certificates-bundle-s3-bucket \"$BUCKET\" --ca-certificates-bundle-s3-key trust-store.pem \\\n  --query 'TrustStores[0].TrustStoreArn' --output text)\n# Later, for a new file: aws elbv2 modify-trust-store --trust-store-arn \"$trust_store\" with the same two options.\n")
		for i := range s.Lists {
			b.WriteString("aws s3 cp " + list(i) + " \"s3://$BUCKET/" + list(i) + "\"\naws elbv2 add-trust-store-revocations --trust-store-arn \"$trust_store\" \\\n  --revocation-contents \"S3Bucket=$BUCKET,S3Key=" + list(i) + ",RevocationType=CRL\"\n")
		}
		authentication += ",TrustStoreArn=$trust_store,IgnoreClientCertificateExpiry=" + strconv.FormatBool(s.IgnoreExpiry) + ",AdvertiseTrustStoreCaNames=" + onOff(s.Advertise)
	}
	b.WriteString(s.comments("", "#") + "aws elbv2 create-listener --load-balancer-arn \"$LOAD_BALANCER_ARN\" --protocol HTTPS --port 443 \\\n  --ssl-policy " + s.policy() + " --certificates \"CertificateArn=$CERTIFICATE_ARN\" \\\n  --default-actions \"Type=forward,TargetGroupArn=$TARGET_GROUP_ARN\" \\\n  --mutual-authentication \"" + authentication + "\"\n# The connection log, which says why a client was refused:\n# aws elbv2 modify-load-balancer-attributes --load-balancer-arn \"$LOAD_BALANCER_ARN\" \\\n#   --attributes Key=connection_logs.s3.enabled,Value=true Key=connection_logs.s3.bucket,Value=LOG-BUCKET\n")
	return b.String()
}

func (s *Scene) ingress() string {
	authentication := `[{"port": 443, "mode": "` + s.Mode + `"`
	if s.verify() {
		authentication += `, "trustStore": "TRUST-STORE-ARN", "ignoreClientCertificateExpiry": ` + strconv.FormatBool(s.IgnoreExpiry) + `, "advertiseTrustStoreCaNames": "` + onOff(s.Advertise) + `"`
	}
	return "# The trust store is made beforehand: see the AWS CLI.\n" + s.comments("", "#") + "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: app\n  annotations:\n    alb.ingress.kubernetes.io/listen-ports: '[{\"HTTPS\": 443}]'\n    alb.ingress.kubernetes.io/certificate-arn: CERTIFICATE-ARN\n    alb.ingress.kubernetes.io/ssl-policy: " + s.policy() + "\n    alb.ingress.kubernetes.io/mutual-authentication: '" + authentication + "}]'\nspec:\n  ingressClassName: alb\n  rules:\n    - http:\n        paths:\n          - path: /\n            pathType: Prefix\n            backend:\n              service:\n                name: app\n                port:\n                  number: 80\n"
}

func (s *Scene) gateway() string {
	var b strings.Builder
	b.WriteString("# The trust store is made beforehand: see the AWS CLI.\n" + s.comments("", "#") + "apiVersion: gateway.k8s.aws/v1beta1\nkind: LoadBalancerConfiguration\nmetadata:\n  name: app\nspec:\n  listenerConfigurations:\n    - protocolPort: HTTPS:443\n      defaultCertificate: CERTIFICATE-ARN\n      sslPolicy: " + s.policy() + "\n      mutualAuthentication:\n        mode: " + yaml(s.Mode) + "\n")
	if s.verify() {
		b.WriteString("        trustStore: TRUST-STORE-ARN\n        ignoreClientCertificateExpiry: " + strconv.FormatBool(s.IgnoreExpiry) + "\n        advertiseTrustStoreCaNames: " + yaml(onOff(s.Advertise)) + " # in quotes: YAML takes on and off for booleans\n")
	}
	b.WriteString("---\napiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata:\n  name: app\nspec:\n  gatewayClassName: YOUR-ALB-CLASS\n  infrastructure:\n    parametersRef:\n      group: gateway.k8s.aws\n      kind: LoadBalancerConfiguration\n      name: app\n  listeners:\n    - name: https\n      protocol: HTTPS\n      port: 443\n")
	return b.String()
}
