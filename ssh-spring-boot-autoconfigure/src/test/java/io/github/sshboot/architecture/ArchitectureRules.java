/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.sshboot.architecture;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Formatters;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.properties.HasModifiers;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import io.github.sshboot.transport.SshClientCustomizer;
import io.github.sshboot.transport.SshServerCustomizer;
import org.jspecify.annotations.NullMarked;

import org.springframework.context.ApplicationEvent;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.ANONYMOUS_CLASSES;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.ENUMS;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.INTERFACES;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.RECORDS;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.TOP_LEVEL_CLASSES;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The rules of the architecture. Each is made for a root package, so that it holds for
 * the code itself and can be shown to catch a deliberate violation.
 */
final class ArchitectureRules {

	/**
	 * The classes that are public for a reason that their kind does not tell, relative to
	 * the root package.
	 */
	static final Set<String> SEAMS = Set.of(
			// a layer's part in a server or client, for the layers above
			"transport.ServerTransport", "transport.ClientTransport", "transport.crypto.CryptoProviders",
			"authentication.ServerAuthentication", "authentication.ClientAuthentication", "connection.ServerConnection",
			"connection.ClientConnection", "session.ServerSessions",
			// what the layers above ask of a layer
			"connection.ChannelPipe", "client.shell.DialogueReader", "client.shell.TextDecoder",
			"transport.ConnectionScope", "transport.ConnectProgress", "transport.PeerText", "transport.RepeatedMessage",
			"transport.PromptAcknowledgement", "transport.PrivateKeys", "transport.KeyStrength",
			"transport.PublicKeyBlob", "transport.KeySignatures", "transport.SignatureAlgorithms",
			"transport.CertificateFile", "transport.Wildcards", "transport.UnixFiles", "transport.OwnerOnly",
			"authentication.ClientIdentities", "authentication.ClientIdentityLoader",
			"authentication.ClientLoginReport",
			// the protocol of file transfer, for server and client
			"sftp.protocol.ExtensionName", "sftp.protocol.OpenFlags", "sftp.protocol.PacketInput",
			"sftp.protocol.PacketReader", "sftp.protocol.PacketType", "sftp.protocol.PacketWriter",
			"sftp.protocol.RenameFlags", "client.scp.ScpSession", "client.sftp.SftpConnection",
			"client.sftp.SftpCommands", "client.sftp.SftpTransfers", "client.transfer.TransferJournal",
			"client.transfer.LocalSource", "client.transfer.LocalTarget", "client.transfer.StreamSource",
			"client.transfer.RemoteNames", "client.transfer.TemporaryNames", "client.transfer.PosixModes",
			"connection.OutputSpace", "client.tunnel.TunnelEngine", "client.tunnel.TunnelCarrier",
			"client.tunnel.LimitedExecutor",
			// what autoconfigure makes beans of, and what its packages share
			"session.annotation.AnnotatedHandlerMapping", "session.shell.CommandShell", "sftp.FileTransferMapping",
			"sftp.storage.RootedFileSystemFactory", "sftp.storage.LimitedFileSystemFactory",
			"sftp.storage.UserDirectories", "server.SshServerLifecycle", "client.DefaultSshClientFactory",
			"autoconfigure.KeyMaterialResolver", "autoconfigure.TransportPropertiesMapper",
			// what users create or are given
			"transport.KeyMaterial", "transport.HostKeyPin", "server.SshServerBuilder", "client.ExecResult");

	/**
	 * The layers, the lowest first.
	 */
	private static final List<String> LAYERS = List.of("transport", "authentication", "connection", "session", "sftp",
			"server", "client", "observation", "autoconfigure");

	private static final Set<String> STRANGERS = Set.of("server", "client");

	private static final Set<Class<?>> MINA_CALLBACKS = Set.of(SshServerCustomizer.class, SshClientCustomizer.class);

	private static final DescribedPredicate<JavaClass> MINA = resideInAPackage("org.apache.sshd..");

	private static final DescribedPredicate<JavaClass> SETTINGS = simpleNameEndingWith("Settings");

	private ArchitectureRules() {
	}

	static ArchRule layersImportOnlyLayersBelow(String root) {
		LayeredArchitecture architecture = Architectures.layeredArchitecture()
			.consideringOnlyDependenciesInAnyPackage(root + "..")
			.withOptionalLayers(true)
			.ensureAllClassesAreContainedInArchitecture();
		for (String layer : LAYERS) {
			architecture = architecture.layer(layer).definedBy(root + "." + layer + "..");
		}
		for (String layer : LAYERS) {
			String[] below = LAYERS.stream()
				.takeWhile((other) -> !other.equals(layer))
				.filter((other) -> !STRANGERS.containsAll(List.of(layer, other)))
				.toArray(String[]::new);
			architecture = (below.length > 0) ? architecture.whereLayer(layer).mayOnlyAccessLayers(below)
					: architecture.whereLayer(layer).mayNotAccessAnyLayer();
		}
		return architecture;
	}

	static ArchRule packagesAreFreeOfCycles(String root) {
		return slices().matching(root + ".(**)").should().beFreeOfCycles();
	}

	static ArchRule minaIsInNoSignature(String root) {
		return classes().that(resideInAPackage(root + "..").and(areVisibleToUsers())).should(notShowMina());
	}

	static ArchRule bootIsOnlyInAutoconfigure(String root) {
		return noClasses().that(areOutsideAutoconfigure(root))
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.boot..");
	}

	static ArchRule publicClassesAreSeams(String root, Set<String> seams) {
		DescribedPredicate<JavaClass> namedByConfiguration = resideInAPackage(root + ".autoconfigure..")
			.and(simpleNameEndingWith("Properties").or(simpleNameEndingWith("AutoConfiguration")));
		DescribedPredicate<JavaClass> publicByKind = ENUMS.or(RECORDS)
			.or(assignableTo(Throwable.class))
			.or(assignableTo(ApplicationEvent.class))
			.or(namedByConfiguration);
		return classes()
			.that(resideInAPackage(root + "..").and(TOP_LEVEL_CLASSES)
				.and(modifier(JavaModifier.PUBLIC))
				.and(not(modifier(JavaModifier.ABSTRACT)))
				.and(not(publicByKind)))
			.should(beListed(seams.stream().map((seam) -> root + "." + seam).collect(Collectors.toSet())));
	}

	static ArchRule settingsAreRecords(String root) {
		return classes().that(resideInAPackage(root + "..").and(belongTo(SETTINGS)).and(not(ANONYMOUS_CLASSES)))
			.should(be(
					RECORDS.or(not(SETTINGS).and(ENUMS.or(INTERFACES))).as("records, or their enums and interfaces")));
	}

	static ArchRule settingsAreFreeOfSpring(String root) {
		return noClasses().that(resideInAPackage(root + "..").and(belongTo(SETTINGS)))
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework..");
	}

	static ArchRule propertiesAreOnlyInAutoconfigure(String root) {
		return noClasses().that(areOutsideAutoconfigure(root)).should().haveSimpleNameEndingWith("Properties");
	}

	static ArchRule packagesAreNullMarked(String root) {
		return classes().that()
			.resideInAPackage(root + "..")
			.should(be(describe("in a null-marked package",
					(type) -> type.getPackage().isAnnotatedWith(NullMarked.class))));
	}

	private static DescribedPredicate<JavaClass> areOutsideAutoconfigure(String root) {
		return resideInAPackage(root + "..").and(not(resideInAPackage(root + ".autoconfigure..")));
	}

	private static DescribedPredicate<JavaClass> areVisibleToUsers() {
		return describe("are visible to users",
				(type) -> isVisible(type) && type.getEnclosingClass().map(areVisibleToUsers()::test).orElse(true));
	}

	private static boolean isVisible(HasModifiers element) {
		return element.getModifiers().contains(JavaModifier.PUBLIC)
				|| element.getModifiers().contains(JavaModifier.PROTECTED);
	}

	private static ArchCondition<JavaClass> notShowMina() {
		return new ArchCondition<>("not show Apache MINA SSHD") {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				checkSignature(type, "its declaration", declaredTypes(type), events);
				visibleMembers(type)
					.forEach((member) -> checkSignature(type, member.getFullName(), declaredTypes(member), events));
			}

			private void checkSignature(JavaClass type, String where, Stream<JavaClass> signature,
					ConditionEvents events) {
				signature.filter(MINA)
					.map((mina) -> "%s shows %s in %s".formatted(type.getName(), mina.getName(), where))
					.distinct()
					.forEach((message) -> events.add(SimpleConditionEvent.violated(type, message)));
			}

		};
	}

	/**
	 * Return the types that stand in the declaration of a class and of what it inherits
	 * from: a package-private superclass hides nothing that it shows itself.
	 */
	private static Stream<JavaClass> declaredTypes(JavaClass type) {
		Stream<JavaType> inherited = type.getAllClassesSelfIsAssignableTo()
			.stream()
			.flatMap((parent) -> Stream.concat(parent.getSuperclass().stream(), parent.getInterfaces().stream()));
		return Stream.concat(type.getTypeParameters().stream(), inherited)
			.flatMap((declared) -> declared.getAllInvolvedRawTypes().stream());
	}

	private static Stream<JavaClass> declaredTypes(JavaMember member) {
		Stream<JavaClass> exceptions = (member instanceof JavaCodeUnit codeUnit) ? codeUnit.getExceptionTypes().stream()
				: Stream.empty();
		return Stream.concat(member.getAllInvolvedRawTypes().stream(), exceptions);
	}

	private static Stream<JavaMember> visibleMembers(JavaClass type) {
		Stream<JavaMember> inheritable = Stream.concat(type.getAllFields().stream(), type.getAllMethods().stream());
		return Stream.concat(type.getConstructors().stream(), inheritable)
			.filter((member) -> isVisible(member) && !MINA.test(member.getOwner()) && !isMinaCallback(member));
	}

	private static boolean isMinaCallback(JavaMember member) {
		return member instanceof JavaCodeUnit codeUnit && MINA_CALLBACKS.stream()
			.filter(codeUnit.getOwner()::isAssignableTo)
			.flatMap((callback) -> Arrays.stream(callback.getMethods()))
			.anyMatch((method) -> method.getName().equals(codeUnit.getName())
					&& Formatters.formatNamesOf(method.getParameterTypes())
						.equals(HasName.Utils.namesOf(codeUnit.getRawParameterTypes())));
	}

	/**
	 * Return a condition that holds for the named classes only, and only if all of them
	 * are there: a list that may be too long stops being read.
	 */
	private static ArchCondition<JavaClass> beListed(Set<String> names) {
		return new ArchCondition<>("be listed as seams") {

			private final Set<String> missing = new TreeSet<>();

			@Override
			public void init(Collection<JavaClass> types) {
				this.missing.addAll(names);
			}

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				this.missing.remove(type.getName());
				if (!names.contains(type.getName())) {
					events.add(SimpleConditionEvent.violated(type, type.getName()
							+ " is public: make it package-private or say why not in the list of seams"));
				}
			}

			@Override
			public void finish(ConditionEvents events) {
				this.missing.forEach((name) -> events.add(SimpleConditionEvent.violated(name,
						name + " is listed as a seam but is not a public concrete class")));
			}

		};
	}

}
