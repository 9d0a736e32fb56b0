import { asked } from './asked';
import { plain, type Stored } from './columns';
import type { Prisma, PrismaClient } from './generated/client';

const PRODUCT = {
  id: true,
  institutionId: true,
  code: true,
  nameZh: true,
  nameEn: true,
  status: true,
  minimumFen: true,
  maximumFen: true,
  minimumTermMonths: true,
  maximumTermMonths: true,
  methods: true,
  dayCount: true,
  terms: true,
} satisfies Prisma.ProductSelect;

export type ProductRow = Pick<Stored<'Product'>, keyof typeof PRODUCT>;

/** Products on offer: of one institution, by its id or its code, or of all. */
export async function listProducts(
  prisma: PrismaClient,
  wish: { readonly institutionId?: string | undefined; readonly institutionCode?: string | undefined },
): Promise<readonly ProductRow[]> {
  const { institutionCode, institutionId } = wish;
  const rows = await prisma.product.findMany({
    select: PRODUCT,
    where: {
      status: 'RELEASED',
      ...asked({ institutionId }),
      ...(institutionCode === undefined ? {} : { institution: { code: institutionCode } }),
    },
    orderBy: [{ institutionId: 'asc' }, { code: 'asc' }],
  });
  return rows.map(plain<'Product'>());
}

/** A product on offer, or null. */
export function findProduct(prisma: PrismaClient, id: string): Promise<ProductRow | null> {
  return prisma.product
    .findUnique({ select: PRODUCT, where: { id, status: 'RELEASED' } })
    .then(plain<'Product'>());
}
